import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ClusterFacts, ClusterSpec } from '../../lib/contracts/control-api.ts'
import { startDataPlaneProcess, type DataPlaneProcess } from '../testing/data-plane-process.ts'
import type { TestServer } from '../testing/lite-server.ts'
import { startMilvusServer } from '../testing/milvus-server.ts'
import { EMBEDDED, isCompleted, isSyncing, TOKEN } from '../testing/moving.ts'
import { litePython, milvus23Python } from '../testing/python-env.ts'
import { compareShapes, dropCollections, makeShapes } from '../testing/shapes.ts'

const EVERYWHERE = ['scalars', 'arrays', 'varchar_keys', 'partition_key', 'settings', 'sizes', 'unloaded', 'databases']
const ON_LITE = [...EVERYWHERE, 'partitions', 'auto_id', 'database_properties', 'several_vectors', 'only_sparse', 'nullable', 'defaults', 'full_text', 'places_and_times']
const ONLY_ON_MILVUS = ['partitions', 'same_key_twice', 'binary']
/** Facts of a description that Milvus Lite does not keep, whoever makes the collection. */
const UNKNOWN_TO_LITE = /\.(description|consistencyLevel|shardsNum|numPartitions|dbName)$|\.texts\.typeParams\.max_length$|\/auto_id\.schema\.autoID$/
const ROOT = 'root:Milvus'

const endpoint = (server: TestServer): ClusterSpec => ({ driver: 'endpoint', address: server.address, token: ROOT, tls: false })
const sum = (made: Record<string, number>) => Object.values(made).reduce((all, one) => all + one, 0)

/** Moves without writes. */
async function move(plane: DataPlaneProcess, id: string, source: ClusterFacts, target: ClusterFacts, afterLife = 'readonly'): Promise<void> {
  await plane.api('PUT', `/v1/migrations/${id}`, { sourceId: source.id, targetId: target.id })
  await plane.until(id, isSyncing, 120_000)
  await plane.api('POST', `/v1/migrations/${id}/stop`, { afterLife, acceptLag: true, acceptUnverified: true })
  await plane.until(id, isCompleted, 120_000)
}

let plane: DataPlaneProcess

beforeAll(async () => {
  plane = await startDataPlaneProcess()
})
afterAll(() => plane.stop())

test('every shape that Milvus Lite takes is the same on a Lite target, in all that is described and by value', async () => {
  const source = await plane.putCluster('lite-source', EMBEDDED)
  const target = await plane.putCluster('lite-target', EMBEDDED)
  const made = await makeShapes(litePython(), source.endpoint, TOKEN, ON_LITE)
  await move(plane, 'lite', source, target)
  const found = await compareShapes({ uri: source.endpoint, token: TOKEN }, { uri: target.endpoint, token: TOKEN })
  expect(found.differences).toEqual([])
  expect(found.entities).toBe(sum(made))
})

describe('from Milvus 2.3.5', () => {
  let servers: TestServer[]

  beforeAll(async () => {
    servers = await Promise.all([startMilvusServer(), startMilvusServer()])
  })
  afterAll(async () => {
    for (const server of servers) await server.stop()
  })

  test('every shape that Milvus 2.3.5 takes is the same on a Milvus 2.3.5 target', async () => {
    const source = await plane.putCluster('milvus-source', endpoint(servers[0]!))
    const target = await plane.putCluster('milvus-target', endpoint(servers[1]!))
    const made = await makeShapes(milvus23Python(), source.endpoint, ROOT, [...EVERYWHERE, ...ONLY_ON_MILVUS])
    await move(plane, 'milvus', source, target, 'writable')
    const found = await compareShapes({ uri: source.endpoint, token: ROOT }, { uri: target.endpoint, token: ROOT })
    expect(found.differences).toEqual([])
    expect(found.entities).toBe(sum(made))
  })

  test('what a Lite target cannot hold is refused by name, and all the rest is the same there by value', async () => {
    const source = await plane.cluster('milvus-source')
    const target = await plane.putCluster('small', EMBEDDED)
    const start = plane.api('PUT', '/v1/migrations/small', { sourceId: source.id, targetId: target.id })
    await expect(start).rejects.toThrow(/migration\.blocked.*"binary".*BinaryVector.*"partitions".*"same_key_twice"/)
    await dropCollections(milvus23Python(), source.endpoint, ROOT, ONLY_ON_MILVUS)
    const made = await makeShapes(milvus23Python(), source.endpoint, ROOT, ['auto_id'])
    await move(plane, 'small', source, target)
    const found = await compareShapes({ uri: source.endpoint, token: ROOT }, { uri: target.endpoint, token: TOKEN })
    expect(found.differences.filter(({ where }) => !UNKNOWN_TO_LITE.test(where))).toEqual([])
    expect(found.entities).toBeGreaterThan(made.auto_id! + 300)
  })
})
