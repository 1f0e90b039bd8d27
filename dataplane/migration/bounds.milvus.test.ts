// What stretches a migration: a lag that grows, many collections, large messages, a source that restarts, a target that
// limits its rate. Memory is measured as the peak of the whole data plane process.
import { execFile } from 'node:child_process'
import fs from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PrecheckResult } from '../../lib/contracts/control-api.ts'
import { startDataPlaneProcess, type DataPlaneProcess } from '../testing/data-plane-process.ts'
import { startLiteServer, type TestServer } from '../testing/lite-server.ts'
import { startMilvusServer } from '../testing/milvus-server.ts'
import { beginMove, checkFill, cutOver, EMBEDDED, fill, FLAWLESS, isCompleted, isSyncing, judgeMove, startMigration, TOKEN } from '../testing/moving.ts'
import { litePython, milvus23Python } from '../testing/python-env.ts'

const MOST_BYTES = 512 * 1024 * 1024
const SEGMENT_BYTES = 64 * 1024
/** BOUNDS_COLLECTIONS=400 takes some minutes. */
const COLLECTIONS = Number(process.env.BOUNDS_COLLECTIONS ?? 40)
const LAG_ENTITIES = 100_000

const registered = (server: TestServer, token = '') => ({ driver: 'endpoint' as const, address: server.address, token, tls: false })

async function bounds(python: string, what: string, uri: string, token: string, ...more: string[]): Promise<unknown> {
  const { stdout } = await promisify(execFile)(python, ['-W', 'ignore', path.join(import.meta.dirname, '../testing/bounds.py'), what, uri, token, ...more])
  return JSON.parse(stdout)
}

async function peakBytes(pid: number): Promise<number> {
  const status = await fs.readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024
}

describe('a migration that is stretched', () => {
  let plane: DataPlaneProcess
  let target: TestServer
  const python = litePython()
  const segments = () => fs.readdir(path.join(plane.dir, 'dataplane/migrations/move/journal'))
  const isLevel = (lagMs: number | null) => lagMs !== null && lagMs < 2_000

  beforeAll(async () => {
    plane = await startDataPlaneProcess({ JOURNAL_SEGMENT_BYTES: String(SEGMENT_BYTES) })
    target = await startLiteServer()
    await plane.putCluster('source', EMBEDDED)
    await plane.putCluster('target', registered(target))
  })
  afterAll(async () => {
    await plane.stop()
    await target.stop()
  })

  test('copies hundreds of collections of 0 and of 1 entity', async () => {
    const source = await plane.cluster('source')
    await bounds(python, 'make-many', source.endpoint, TOKEN, String(COLLECTIONS))
    await startMigration(plane)
    const facts = await plane.until('move', isSyncing, 180_000)
    expect(facts.collections).toHaveLength(COLLECTIONS)
    expect(facts.copy).toMatchObject({ total: COLLECTIONS / 2, copied: COLLECTIONS / 2 })
  })

  test('keeps memory bounded while the target stands still, then catches up and trims its journal', async () => {
    const source = await plane.cluster('source')
    process.kill(target.pid, 'SIGSTOP')
    try {
      await fill({ python, token: TOKEN }, source, LAG_ENTITIES)
      const behind = await plane.migration('move')
      expect(behind.sync.lagEntries).toBeGreaterThan(0)
      expect((await segments()).length).toBeGreaterThan(5)
    } finally {
      process.kill(target.pid, 'SIGCONT')
    }
    await plane.until('move', ({ sync }) => isLevel(sync.lagMs), 120_000)
    await expect.poll(async () => (await segments()).length, { timeout: 10_000 }).toBeLessThanOrEqual(2)
    expect(await peakBytes(plane.pid)).toBeLessThan(MOST_BYTES)
  })

  test('carries an insert of 60 MiB and entities of 9 MiB each', async () => {
    const source = await plane.cluster('source')
    await bounds(python, 'make-large', source.endpoint, TOKEN)
    await plane.until('move', ({ sync }) => isLevel(sync.lagMs), 120_000)
    expect(await peakBytes(plane.pid)).toBeLessThan(MOST_BYTES)
  })

  test('has every entity on the target after the cutover', async () => {
    await plane.api('POST', '/v1/migrations/move/stop', { acceptLag: true, acceptUnverified: true })
    await plane.until('move', isCompleted, 120_000)
    const { endpoint } = await plane.cluster('target')
    expect(await bounds(python, 'check-many', endpoint, TOKEN, String(COLLECTIONS))).toEqual({ collections: COLLECTIONS, wrong: [] })
    expect(await bounds(python, 'check-large', endpoint, TOKEN)).toEqual({ found: 950, wrong: 0, texts: 3 })
    const held = await checkFill({ python, token: TOKEN }, await plane.cluster('target'), LAG_ENTITIES)
    expect(held).toEqual({ expected: LAG_ENTITIES, found: LAG_ENTITIES, wrong: 0, total: LAG_ENTITIES })
  })
})

describe('a source that restarts', () => {
  let plane: DataPlaneProcess
  let source: TestServer

  beforeAll(async () => {
    plane = await startDataPlaneProcess()
    source = await startLiteServer()
  })
  afterAll(async () => {
    await plane.stop()
    await source.stop()
  })

  test('during copy and sync is waited for, and no acknowledged write is lost', async () => {
    const ENTITIES = 5_000
    const move = await beginMove(plane, { source: registered(source), target: EMBEDDED })
    const restart = async () => {
      await source.kill()
      source = await startLiteServer({ dataDir: source.dataDir, port: source.port })
      const { acknowledged } = move.writer.counts()
      await move.writer.until((counts) => counts.acknowledged > acknowledged + 20)
    }
    try {
      await fill(move, move.source, ENTITIES, 256)
      await startMigration(plane)
      await plane.until('move', ({ copy }) => copy.copied > 0)
      await restart()
      await plane.until('move', isSyncing, 120_000)
      await restart()
      await plane.until('move', ({ sync }) => sync.lagMs !== null && sync.lagMs < 2_000, 120_000)
      await cutOver(plane, move)
      await move.writer.stop()
      expect((await judgeMove(move)).clusters.target).toMatchObject(FLAWLESS)
      expect(await checkFill(move, move.target, ENTITIES, 256)).toEqual({ expected: ENTITIES, found: ENTITIES, wrong: 0, total: ENTITIES })
    } finally {
      move.writer.kill()
    }
  })
})

describe('a Milvus 2.3.5 with a limited rate', () => {
  const LIMITS = { QUOTAANDLIMITS_ENABLED: 'true', QUOTAANDLIMITS_DML_ENABLED: 'true', QUOTAANDLIMITS_DML_INSERTRATE_MAX: '1' }
  const ENTITIES = 6_000
  let plane: DataPlaneProcess
  let server: TestServer

  beforeAll(async () => {
    plane = await startDataPlaneProcess()
    server = await startMilvusServer({ env: LIMITS })
    await plane.putCluster('source', EMBEDDED)
    await plane.putCluster('target', registered(server, 'root:Milvus'))
  })
  afterAll(async () => {
    await plane.stop()
    await server.stop()
  })

  test('gets everything, at its own pace', async () => {
    const python = litePython()
    await fill({ python, token: TOKEN }, await plane.cluster('source'), ENTITIES, 256)
    await startMigration(plane)
    await plane.until('move', isSyncing, 180_000)
    await plane.api('POST', '/v1/migrations/move/stop', { acceptLag: true, acceptUnverified: true })
    await plane.until('move', isCompleted, 120_000)
    expect(await fs.readFile(path.join(plane.dir, 'data-plane.log'), 'utf8')).toContain('rate limit exceeded')
    const held = await checkFill({ python: milvus23Python(), token: 'root:Milvus' }, await plane.cluster('target'), ENTITIES, 256)
    expect(held).toEqual({ expected: ENTITIES, found: ENTITIES, wrong: 0, total: ENTITIES })
  })

  test('is prechecked as a source: what stands in the way is named, by check', async () => {
    const direct = `http://${server.address}`
    await bounds(milvus23Python(), 'make-odd', direct, 'root:Milvus')
    // Writes that come past the endpoint while the precheck looks.
    const writing = fill({ python: milvus23Python(), token: 'root:Milvus' }, { ...(await plane.cluster('target')), endpoint: direct }, 20_000, 32)
    const result = PrecheckResult.parse(await plane.api('POST', '/v1/prechecks', { sourceId: 'target', targetDriver: 'embedded' }))
    await writing
    const checks = new Map(result.findings.map(({ check, severity }) => [check, severity]))
    expect(Object.fromEntries(checks)).toMatchObject({ 'vector-index': 'blocker', duplicates: 'warning', ttl: 'warning', unloaded: 'warning', users: 'warning' })
    expect(result.findings.find(({ check }) => check === 'duplicates')?.message).toContain('"twice" of database "default" holds 100 entities more than keys')
    expect(result.findings.find(({ check }) => check === 'vector-index')?.message).toContain('"bare"')
    expect(result.findings.find(({ check }) => check === 'users')?.message).toContain('"app"')
  })

  test('that is gone is a finding of the precheck', async () => {
    await server.kill()
    const result = PrecheckResult.parse(await plane.api('POST', '/v1/prechecks', { sourceId: 'target', targetDriver: 'embedded' }))
    expect(result.findings).toMatchObject([{ check: 'reachability', severity: 'blocker' }])
  })
})
