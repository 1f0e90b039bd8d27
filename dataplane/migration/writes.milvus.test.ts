import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ClusterFacts, ClusterSpec, MigrationFacts } from '../../lib/contracts/control-api.ts'
import { startDataPlaneProcess, type DataPlaneProcess } from '../testing/data-plane-process.ts'
import type { TestServer } from '../testing/lite-server.ts'
import { startMilvusServer } from '../testing/milvus-server.ts'
import { EMBEDDED, isCompleted, isSyncing, TOKEN } from '../testing/moving.ts'
import { litePython, milvus23Python } from '../testing/python-env.ts'
import { compareShapes, makeShapes } from '../testing/shapes.ts'

const run = promisify(execFile)
const ROOT = 'root:Milvus'
const LOCKED = 'Locked as the source of migration "move"'
/** Those that need nothing which a locked source refuses. */
const SHAPES = ['scalars', 'arrays', 'varchar_keys', 'partition_key', 'settings', 'sizes', 'same_key_twice', 'binary']
const REFUSED = ['rename', 'alias', 'REST', 'no such collection', 'broken expression']

/** Writes in every way while the migration copies and again while it syncs; then both sides are compared. */
async function moveUnderEveryWrite(plane: DataPlaneProcess, on: { python: string; spec: (side: number) => ClusterSpec; token: string }) {
  const source = await plane.putCluster('source', on.spec(0))
  const target = await plane.putCluster('target', on.spec(1))
  const program = path.join(import.meta.dirname, '../testing/every_write.py')
  const write = async (what: string) => JSON.parse((await run(on.python, ['-W', 'ignore', program, what, source.endpoint, on.token])).stdout) as { refused: Record<string, string> }
  await write('prepare')
  await plane.api('PUT', '/v1/migrations/move', { sourceId: 'source', targetId: 'target' })
  await plane.until('move', ({ stage }: MigrationFacts) => stage === 'copying', 60_000)
  const refused = [(await write('copy')).refused]
  await plane.until('move', isSyncing, 120_000)
  refused.push((await write('sync')).refused)
  return { refused, found: await stopAndCompare(plane, 'move', { source, target, token: on.token }) }
}

async function stopAndCompare(plane: DataPlaneProcess, id: string, { source, target, token }: { source: ClusterFacts; target: ClusterFacts; token: string }) {
  await plane.api('POST', `/v1/migrations/${id}/stop`, { afterLife: 'readonly', acceptLag: true, acceptUnverified: true })
  await plane.until(id, isCompleted, 120_000)
  return compareShapes({ uri: source.endpoint, token }, { uri: target.endpoint, token })
}

let plane: DataPlaneProcess

beforeAll(async () => {
  plane = await startDataPlaneProcess()
})
afterAll(() => plane.stop())

test('after writes of every kind during copy and sync, a Lite target holds what the Lite source holds', async () => {
  const { refused, found } = await moveUnderEveryWrite(plane, { python: litePython(), spec: () => EMBEDDED, token: TOKEN })
  for (const one of refused) expect(Object.keys(one)).toEqual([...REFUSED, 'template'])
  for (const { rename, alias, REST } of refused) {
    for (const reason of [rename, alias]) expect(reason).toContain(LOCKED)
    expect(REST).toContain('/v2/vectordb/entities/insert is not available')
  }
  expect(found.differences).toEqual([])
  expect(found.entities).toBeGreaterThan(300)
})

test('rows of every shape that are written during the sync are the same on a Milvus 2.3.5 target, by value', async () => {
  const servers = await Promise.all([startMilvusServer(), startMilvusServer()])
  try {
    const spec = (server: TestServer): ClusterSpec => ({ driver: 'endpoint', address: server.address, token: ROOT, tls: false })
    const source = await plane.putCluster('milvus-source', spec(servers[0]))
    const target = await plane.putCluster('milvus-target', spec(servers[1]))
    await plane.api('PUT', '/v1/migrations/shapes', { sourceId: source.id, targetId: target.id })
    await plane.until('shapes', isSyncing, 60_000)
    const made = await makeShapes(milvus23Python(), source.endpoint, ROOT, SHAPES)
    const found = await stopAndCompare(plane, 'shapes', { source, target, token: ROOT })
    expect(found.differences).toEqual([])
    expect(found.entities).toBe(Object.values(made).reduce((sum, one) => sum + one, 0))
  } finally {
    for (const server of servers) await server.stop()
  }
})
