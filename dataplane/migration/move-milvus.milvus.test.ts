import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ClusterSpec } from '../../lib/contracts/control-api.ts'
import { listGrants, type Grant } from '../milvus/roles.ts'
import { MilvusServer } from '../milvus/server.ts'
import { startDataPlaneProcess, type DataPlaneProcess } from '../testing/data-plane-process.ts'
import type { TestServer } from '../testing/lite-server.ts'
import { startMilvusServer } from '../testing/milvus-server.ts'
import { beginMove, checkFill, cutOver, EMBEDDED, fill, FLAWLESS, isSyncing, judgeMove, startMigration, TOKEN } from '../testing/moving.ts'
import { milvus23Python } from '../testing/python-env.ts'

const ENTITIES = 10_000

const endpoint = (server: TestServer): ClusterSpec => ({ driver: 'endpoint', address: server.address, token: 'root:Milvus', tls: false })

const byPrivilege = (a: Grant, b: Grant) => a.privilege.localeCompare(b.privilege)
const connect = (server: TestServer) => new MilvusServer({ address: () => server.address, token: 'root:Milvus', tls: false, label: 'the server' })

const READER = 'reader'
const GRANTS: Grant[] = [
  { object: 'Collection', objectName: '*', privilege: 'Search', database: 'default' },
  { object: 'Global', objectName: '*', privilege: 'ShowCollections', database: '*' },
]

async function makeRole(server: TestServer): Promise<void> {
  const client = connect(server)
  await client.ask('CreateRole', { entity: { name: READER } })
  for (const { object, objectName, privilege, database } of GRANTS) {
    const entity = { role: { name: READER }, object: { name: object }, objectName, grantor: { privilege: { name: privilege } }, dbName: database }
    await client.ask('OperatePrivilege', { entity, type: 0 })
  }
  await client.ask('CreateCredential', { username: 'app', password: Buffer.from('a-password').toString('base64') })
  client.close()
}

/** Moves under writes and returns the judge's verdict of the target. */
async function moveAndJudge(plane: DataPlaneProcess, specs: { source: ClusterSpec; target: ClusterSpec; collections?: string[] }) {
  const python = milvus23Python()
  const source = await plane.putCluster('source', specs.source)
  await fill({ python, token: TOKEN }, source, ENTITIES)
  const move = await beginMove(plane, { ...specs, python })
  await move.writer.until((counts) => counts.acknowledged > 50)
  await startMigration(plane)
  await plane.until('move', isSyncing, 180_000)
  const { acknowledged } = move.writer.counts()
  await move.writer.until((counts) => counts.acknowledged > acknowledged + 150)
  await cutOver(plane, move)
  await move.writer.stop()
  const judgement = await judgeMove(move)
  const held = await checkFill(move, move.target, ENTITIES)
  return { judgement, held }
}

describe('from Milvus 2.3.5', () => {
  let plane: DataPlaneProcess
  let source: TestServer

  beforeAll(async () => {
    plane = await startDataPlaneProcess()
    source = await startMilvusServer()
  })
  afterAll(async () => {
    await plane.stop()
    await source.stop()
  })

  test('every acknowledged write is on a Milvus 2.3.5 target after the cutover, and so are roles with their grants', async () => {
    const target = await startMilvusServer()
    try {
      await makeRole(source)
      const collections = ['zdm_int64', 'zdm_varchar']
      const { judgement, held } = await moveAndJudge(plane, { source: endpoint(source), target: endpoint(target), collections })
      expect(judgement.acknowledged).toBeGreaterThan(200)
      expect(judgement.clusters.target).toMatchObject(FLAWLESS)
      expect(held).toEqual({ expected: ENTITIES, found: ENTITIES, wrong: 0, total: ENTITIES })
      const client = connect(target)
      expect((await listGrants(client, READER, ['default'])).sort(byPrivilege)).toEqual(GRANTS)
      client.close()
      // Passwords cannot be read, so the user is named instead of carried.
      expect((await plane.migration('move')).notes).toEqual([expect.stringContaining('"app"')])
    } finally {
      await target.stop()
    }
  })
})

describe('from Milvus 2.3.5 with autoID', () => {
  let plane: DataPlaneProcess
  let source: TestServer

  beforeAll(async () => {
    plane = await startDataPlaneProcess()
    source = await startMilvusServer()
  })
  afterAll(async () => {
    await plane.stop()
    await source.stop()
  })

  test('every acknowledged write is on a Milvus Lite target after the cutover, ids that the server gave included', async () => {
    const { judgement, held } = await moveAndJudge(plane, { source: endpoint(source), target: EMBEDDED })
    expect(judgement.acknowledged).toBeGreaterThan(200)
    expect(judgement.clusters.target).toMatchObject(FLAWLESS)
    expect(held).toEqual({ expected: ENTITIES, found: ENTITIES, wrong: 0, total: ENTITIES })
  })

  test('a target that cannot keep autoID ids is refused before anything starts', async () => {
    const second = await startMilvusServer()
    try {
      await plane.putCluster('other', endpoint(second))
      await plane.putCluster('writable', endpoint(source))
      const started = plane.api('PUT', '/v1/migrations/refused', { sourceId: 'writable', targetId: 'other' })
      await expect(started).rejects.toThrow(/migration\.blocked.*zdm_auto.*autoID/)
      expect((await plane.cluster('writable')).policy).toBe('open')
    } finally {
      await second.stop()
    }
  })
})
