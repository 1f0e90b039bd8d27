import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { VerificationReport, type ClusterSpec, type MigrationFacts, type VerificationFacts } from '../../lib/contracts/control-api.ts'
import { capabilitiesOf } from '../milvus/engines.ts'
import { MilvusServer } from '../milvus/server.ts'
import { startDataPlaneProcess, type DataPlaneProcess } from '../testing/data-plane-process.ts'
import { startLiteServer, type TestServer } from '../testing/lite-server.ts'
import { startMilvusServer } from '../testing/milvus-server.ts'
import { beginMove, EMBEDDED, fill, isSyncing, startMigration, TOKEN, type Move } from '../testing/moving.ts'
import { litePython } from '../testing/python-env.ts'
import { BINARY_FIELDS, LITE_FIELDS, loseEntity, makeTable, MILVUS_FIELDS, plantEntity, plantValue, TABLE } from '../verifier/testing/every-kind.ts'

const FILLED = 3_000
const LITE = capabilitiesOf({ kind: 'lite', version: '3.2.2' })
const MILVUS = capabilitiesOf({ kind: 'milvus', version: '2.3.5' })

const connect = (address: string, token = '') => new MilvusServer({ address: () => address, token, tls: false, label: `the server at ${address}` })
const addressOf = (endpoint: string) => endpoint.slice('http://'.length)
const hasEnded = (facts: MigrationFacts) => facts.verification !== null && facts.verification.state !== 'running'

/** Asks for a verification and waits for its end. */
async function verify(plane: DataPlaneProcess): Promise<VerificationFacts> {
  await plane.api('POST', '/v1/migrations/move/verification')
  return (await plane.until('move', hasEnded, 120_000)).verification!
}

const report = async (plane: DataPlaneProcess) => VerificationReport.parse(await plane.api('GET', '/v1/migrations/move/verification/report'))

type Sample = { key: string; kind: string; fields: string[] }
const sorted = (samples: Sample[]) => samples.map(({ key, kind, fields }) => ({ key, kind, fields })).sort((a, b) => Number(a.key) - Number(b.key))

describe('Lite, while a client writes to three collections at full speed', () => {
  let plane: DataPlaneProcess
  let target: TestServer
  let move: Move

  beforeAll(async () => {
    plane = await startDataPlaneProcess()
    target = await startLiteServer()
    move = await beginMove(plane, { source: EMBEDDED, target: { driver: 'endpoint', address: target.address, token: '', tls: false } })
    await fill({ python: litePython(), token: TOKEN }, move.source, FILLED)
    const source = connect(addressOf(move.source.endpoint), TOKEN)
    await makeTable(source, { fields: LITE_FIELDS, entities: 40 })
    source.close()
    await startMigration(plane)
    await plane.until('move', isSyncing, 120_000)
  })
  afterAll(async () => {
    move.writer.kill()
    await plane.stop()
    await target.stop()
  })

  test('a verification begins by itself once the target has caught up, and raises no false alarm', async () => {
    const { verification } = await plane.until('move', hasEnded, 120_000)
    expect(verification).toMatchObject({ state: 'completed', trigger: 'automatic', verdict: 'identical', differing: 0, reason: null })
    expect(verification!.collections.find(({ name }) => name === 'filled')).toMatchObject({ sourceCount: FILLED, targetCount: FILLED, compared: FILLED, total: FILLED })
    expect(verification!.collections).toHaveLength(5)
  })

  test('one changed value in every kind of field, a lost and an invented entity are found and named, and a re-sync heals them', async () => {
    const behind = connect(target.address)
    const planted: Sample[] = []
    for (const [at, { name: field }] of LITE_FIELDS.entries()) {
      await plantValue(behind, LITE, { field, key: BigInt(at), from: BigInt(at + 1) })
      planted.push({ key: String(at), kind: 'different', fields: [field] })
    }
    await loseEntity(behind, 39n)
    await plantEntity(behind, LITE, { key: 1_000n, from: 1n })
    behind.close()
    planted.push({ key: '39', kind: 'missing', fields: [] }, { key: '1000', kind: 'extra', fields: [] })

    const found = await verify(plane)
    expect(found).toMatchObject({ state: 'completed', trigger: 'user', verdict: 'different', differing: planted.length })
    const { samples, verification } = await report(plane)
    expect(verification).toEqual(found)
    expect(samples.every(({ database, collection, partition }) => `${database}/${collection}/${partition}` === `default/${TABLE.name}/`)).toBe(true)
    expect(sorted(samples)).toEqual(sorted(planted))

    await expect(plane.api('POST', '/v1/migrations/move/stop', {})).rejects.toThrow(`migration.not_verified: The last verification found that ${planted.length} entities differ.`)
    await plane.api('POST', '/v1/migrations/move/verification/resync')
    expect((await plane.migration('move')).verification).toMatchObject({ verdict: 'different', resynced: planted.length })
    expect(await verify(plane)).toMatchObject({ state: 'completed', verdict: 'identical', differing: 0, resynced: null })
  })

  test('a cancelled one says so, and one that a crash ended is told as cancelled with its reason', async () => {
    await plane.api('POST', '/v1/migrations/move/verification')
    await plane.api('DELETE', '/v1/migrations/move/verification')
    expect((await plane.migration('move')).verification).toMatchObject({ state: 'cancelled', verdict: null, reason: 'the user canceled it' })
    await plane.api('POST', '/v1/migrations/move/verification')
    expect((await plane.migration('move')).verification?.state).toBe('running')
    // Begun is not yet written down: that takes a moment.
    await sleep(200)
    await plane.kill()
    await plane.start()
    expect((await report(plane)).verification).toMatchObject({ state: 'cancelled', trigger: 'user', reason: 'the data plane was restarted' })
    await plane.until('move', isSyncing)
  })

  test('what differed is known after a restart and can be re-synced then', async () => {
    const behind = connect(target.address)
    await plantValue(behind, LITE, { field: 'varchar', key: 3n, from: 4n })
    behind.close()
    // A restarted embedded source opens a moment later.
    await expect.poll(() => verify(plane).catch(() => undefined), { timeout: 60_000 }).toMatchObject({ verdict: 'different', differing: 1 })
    await plane.kill()
    await plane.start()
    await plane.until('move', isSyncing)
    await expect.poll(() => plane.api('POST', '/v1/migrations/move/verification/resync').then(() => true, () => false), { timeout: 60_000 }).toBe(true)
    await expect.poll(() => verify(plane).catch(() => undefined), { timeout: 60_000 }).toMatchObject({ verdict: 'identical' })
  })
})

describe('Milvus 2.3.5 with partitions', () => {
  let plane: DataPlaneProcess
  let servers: TestServer[]

  beforeAll(async () => {
    servers = await Promise.all([startMilvusServer(), startMilvusServer()])
    plane = await startDataPlaneProcess()
    const endpoint = (server: TestServer): ClusterSpec => ({ driver: 'endpoint', address: server.address, token: 'root:Milvus', tls: false })
    await plane.putCluster('source', endpoint(servers[0]!))
    await plane.putCluster('target', endpoint(servers[1]!))
    const source = connect(servers[0]!.address, 'root:Milvus')
    await makeTable(source, { fields: MILVUS_FIELDS, entities: 40, partition: 'other' })
    await makeTable(source, { name: 'binary', fields: BINARY_FIELDS, entities: 40 })
    source.close()
    await startMigration(plane)
    await plane.until('move', isSyncing, 120_000)
  })
  afterAll(async () => {
    await plane.stop()
    for (const server of servers) await server.stop()
  })

  test('one changed value in every kind of field, a lost and an invented entity are found and named, and a re-sync heals them', async () => {
    expect((await plane.until('move', hasEnded, 120_000)).verification).toMatchObject({ trigger: 'automatic', verdict: 'identical', compared: 80 })
    const behind = connect(servers[1]!.address, 'root:Milvus')
    const planted: Sample[] = []
    for (const [at, { name: field }] of MILVUS_FIELDS.entries()) {
      await plantValue(behind, MILVUS, { field, key: BigInt(at), from: BigInt(at + 1) })
      planted.push({ key: String(at), kind: 'different', fields: [field] })
    }
    await plantValue(behind, MILVUS, { name: 'binary', field: 'binary_vector', key: 38n, from: 7n })
    await loseEntity(behind, 39n)
    await plantEntity(behind, MILVUS, { key: 1_000n, from: 1n })
    behind.close()
    planted.push({ key: '38', kind: 'different', fields: ['binary_vector'] }, { key: '39', kind: 'missing', fields: [] }, { key: '1000', kind: 'extra', fields: [] })

    expect(await verify(plane)).toMatchObject({ verdict: 'different', differing: planted.length })
    const { samples } = await report(plane)
    expect([...new Set(samples.map(({ partition }) => partition))]).toEqual(['_default'])
    expect(sorted(samples)).toEqual(sorted(planted))
    await plane.api('POST', '/v1/migrations/move/verification/resync')
    expect(await verify(plane)).toMatchObject({ verdict: 'identical' })
    await plane.api('POST', '/v1/migrations/move/stop', {})
    const completed = await plane.until('move', (facts) => facts.stage === 'completed', 60_000)
    expect(completed.verification).toMatchObject({ verdict: 'identical' })
  })
})
