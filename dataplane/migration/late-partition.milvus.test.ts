import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCollection, createIndex, createPartition, listPartitions, loadCollection } from '../milvus/catalog.ts'
import { MilvusServer } from '../milvus/server.ts'
import { startDataPlaneProcess, type DataPlaneProcess } from '../testing/data-plane-process.ts'
import { emptyCollection } from '../testing/empty-collection.ts'
import { startFaultProxy, type FaultProxy } from '../testing/fault-proxy.ts'
import type { TestServer } from '../testing/lite-server.ts'
import { startMilvusServer } from '../testing/milvus-server.ts'
import { isSyncing, startMigration } from '../testing/moving.ts'

const NAME = 'parted'
const AT = { database: 'default', name: NAME }

let plane: DataPlaneProcess
let servers: TestServer[]
/** Before the target, so that the sync is behind for as long as the test wants. */
let proxy: FaultProxy

beforeAll(async () => {
  servers = await Promise.all([startMilvusServer(), startMilvusServer()])
  proxy = await startFaultProxy(servers[1]!.address)
  plane = await startDataPlaneProcess()
})
afterAll(async () => {
  await plane.stop()
  await proxy.stop()
  for (const server of servers) await server.stop()
})

const connect = (address: string) => new MilvusServer({ address: () => address, token: '', tls: false, label: 'the server' })
const put = (id: string, address: string) => plane.putCluster(id, { driver: 'endpoint', address, token: '', tls: false })

// Milvus' answer leaves the delete in doubt, so the applier asks both sides; by then only the target lacks the partition.
test('a delete in a partition that its client makes only afterwards keeps nothing from the target', async () => {
  const { endpoint } = await put('source', servers[0]!.address)
  await put('target', proxy.address)
  const client = connect(new URL(endpoint).host)
  await createCollection(client, emptyCollection(NAME))
  await createIndex(client, AT, { field: 'emb', name: '', params: { index_type: 'FLAT', metric_type: 'L2' } })
  await loadCollection(client, AT)
  await startMigration(plane)
  await plane.until('move', isSyncing)
  await proxy.set('stall')
  await expect(client.ask('Delete', { collectionName: NAME, partitionName: 'late', expr: 'pk > 5' }, 'MutationResult')).rejects.toThrow(/partition not found/)
  await createPartition(client, AT, 'late')
  client.close()
  await proxy.set(undefined)
  await plane.api('POST', '/v1/migrations/move/stop', { afterLife: 'readonly', acceptLag: true, acceptUnverified: true })
  await plane.until('move', ({ stage }) => stage === 'completed')
  const target = connect(servers[1]!.address)
  expect((await listPartitions(target, AT)).sort()).toEqual(['_default', 'late'])
  target.close()
})
