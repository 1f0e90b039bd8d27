import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startDataPlaneProcess, type DataPlaneProcess } from '../testing/data-plane-process.ts'
import { startLiteServer, type TestServer } from '../testing/lite-server.ts'
import { beginMove, checkFill, cutOver, EMBEDDED, fill, FLAWLESS, isSyncing, judgeMove, startMigration, TOKEN, type Move } from '../testing/moving.ts'
import { litePython } from '../testing/python-env.ts'

const ENTITIES = 6_000

async function python(script: string, ...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(litePython(), ['-W', 'ignore', path.join(import.meta.dirname, '../testing', script), ...args])
  return stdout
}

describe('a locked source', () => {
  let plane: DataPlaneProcess
  let move: Move

  beforeAll(async () => {
    plane = await startDataPlaneProcess()
    move = await beginMove(plane, { source: EMBEDDED, target: EMBEDDED })
    await python('ddl_under_way.py', 'alias', move.source.endpoint, TOKEN)
    await startMigration(plane)
    await plane.until('move', isSyncing, 120_000)
  })
  afterAll(async () => {
    move.writer.kill()
    await plane.stop()
  })

  test('refuses the eight operations with a readable exception and takes everything else', async () => {
    const results = JSON.parse(await python('locked_operations.py', move.source.endpoint, TOKEN)) as { refused: Record<string, string>; allowed: string[] }
    const eight = ['AlterAlias', 'AlterCollection', 'AlterCollectionField', 'AlterDatabase', 'CreateAlias', 'DropAlias', 'Import', 'RenameCollection']
    expect(Object.keys(results.refused).sort()).toEqual(eight)
    for (const [operation, message] of Object.entries(results.refused)) {
      expect(message).toContain(operation)
      expect(message).toContain('migration')
    }
    expect(results.allowed).toEqual(['search', 'query', 'insert', 'upsert', 'delete', 'create_collection', 'create_partition', 'create_database', 'drop_collection'])
  })

  test('cannot be deleted, nor can its target', async () => {
    await expect(plane.api('DELETE', '/v1/clusters/source')).rejects.toThrow(/cluster\.busy.*migration/)
    await expect(plane.api('DELETE', '/v1/clusters/target')).rejects.toThrow(/cluster\.busy.*migration/)
  })

  test('carries collections, partitions and databases made or dropped meanwhile to the target', async () => {
    await python('ddl_under_way.py', 'write', move.source.endpoint, TOKEN)
    await cutOver(plane, move)
    await move.writer.stop()
    expect(JSON.parse(await python('ddl_under_way.py', 'read', move.target.endpoint, TOKEN))).toEqual({
      made: 40,
      again: 5,
      partition: 7,
      database: 3,
      dropped: false,
      // An entity that moved to a partition which was made during the migration.
      moved: 3,
      value: [9, 9, 9, 9],
      late: 1,
      // Made before the migration; written to through the alias during it.
      throughAlias: 2,
    })
    expect((await judgeMove(move)).clusters.target).toMatchObject(FLAWLESS)
  })
})

describe('a target that dies', () => {
  let plane: DataPlaneProcess
  let target: TestServer

  beforeAll(async () => {
    plane = await startDataPlaneProcess()
    target = await startLiteServer()
  })
  afterAll(async () => {
    await plane.stop()
    await target.stop()
  })

  test('during the copy is said in the facts, and the copy goes on when it is back', async () => {
    const address = target.address
    const source = await plane.putCluster('source', EMBEDDED)
    const move = await beginMove(plane, { source: EMBEDDED, target: { driver: 'endpoint', address, token: '', tls: false } })
    await fill(move, source, ENTITIES, 256)
    await startMigration(plane)
    await plane.until('move', (facts) => facts.copy.copied > 0)
    await target.kill()
    const blocked = await plane.until('move', (facts) => facts.condition.kind === 'blocked')
    expect(blocked.condition.kind === 'blocked' && blocked.condition.reason).toMatch(/target.*(did not answer|cannot be reached)/)
    target = await startLiteServer({ dataDir: target.dataDir, port: target.port })
    await plane.until('move', isSyncing, 180_000)
    await cutOver(plane, move)
    await move.writer.stop()
    expect((await judgeMove(move)).clusters.target).toMatchObject(FLAWLESS)
    expect(await checkFill(move, move.target, ENTITIES, 256)).toMatchObject({ found: ENTITIES, wrong: 0, total: ENTITIES })
  })
})

describe('ends without a switch', () => {
  let plane: DataPlaneProcess

  beforeAll(async () => {
    plane = await startDataPlaneProcess()
    await plane.putCluster('source', EMBEDDED)
    await plane.putCluster('target', EMBEDDED)
    await plane.putCluster('second', EMBEDDED)
  })
  afterAll(() => plane.stop())

  test('a cancelled migration opens its source again and keeps the target closed', async () => {
    await startMigration(plane)
    await expect(plane.api('PUT', '/v1/migrations/other', { sourceId: 'source', targetId: 'second' })).rejects.toThrow(/migration\.exists/)
    await plane.api('POST', '/v1/migrations/move/cancel')
    expect((await plane.migration('move')).stage).toBe('cancelled')
    expect((await plane.cluster('source')).policy).toBe('open')
    expect((await plane.cluster('target')).policy).toBe('readonly')
    await expect(plane.api('POST', '/v1/migrations/move/stop', {})).rejects.toThrow(/migration\.not_allowed/)
  })

  test('a sync that nobody stops fails at its limit and unlocks the source', async () => {
    await plane.api('PUT', '/v1/migrations/limited', { sourceId: 'source', targetId: 'second', syncLimitMs: 500 })
    const facts = await plane.until('limited', ({ stage }) => stage === 'failed')
    expect(facts.failure?.code).toBe('migration.sync_limit')
    expect((await plane.cluster('source')).policy).toBe('open')
  })

  test('after a restart an ended migration is still told and its clusters keep their policies', async () => {
    await plane.kill()
    await plane.start()
    expect((await plane.migration('limited')).stage).toBe('failed')
    expect((await plane.cluster('source')).policy).toBe('open')
    expect((await plane.cluster('target')).policy).toBe('readonly')
  })
})
