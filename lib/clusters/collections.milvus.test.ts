import { DataType, MilvusClient } from '@zilliz/milvus2-sdk-node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startLiteServer } from '../../dataplane/testing/lite-server.ts'
import type { TestServer } from '../../dataplane/testing/lite-server.ts'
import { db } from '../db/client.ts'
import type { Bench } from '../jobs/testing/job-store-bench.ts'
import { runningCluster, startBench } from '../jobs/testing/job-store-bench.ts'
import { readClusters } from '../read/clusters.ts'
import { loadCollection, readCollections, releaseCollection } from './collections.ts'

let bench: Bench
let lite: TestServer

beforeAll(async () => {
  ;[bench, lite] = await Promise.all([startBench(), startLiteServer()])
  const client = new MilvusClient({ address: lite.address, logLevel: 'error' })
  const fields = [
    { name: 'id', data_type: DataType.Int64, is_primary_key: true },
    { name: 'vector', data_type: DataType.FloatVector, dim: 4 },
  ]
  await client.createCollection({ collection_name: 'books', fields })
  await client.insert({ collection_name: 'books', data: [1, 2, 3].map((id) => ({ id, vector: [id, 0, 0, 0] })) })
  await client.createIndex({ collection_name: 'books', field_name: 'vector', index_type: 'AUTOINDEX', metric_type: 'COSINE' })
  await client.createCollection({ collection_name: 'bare', fields })
  await client.closeConnection()
})
afterAll(async () => {
  await bench.stop()
  await lite.stop()
})

/** A cluster whose endpoint is the real server. */
async function cluster() {
  const { projectId, owner, newPerson } = await bench.newProject()
  const clusterId = await runningCluster(owner, projectId, 'books')
  await db().cluster.update({ where: { id: clusterId }, data: { endpoint: `http://${lite.address}` } })
  return { projectId, owner, newPerson, clusterId }
}

describe('the collections of a cluster', () => {
  it('are told with entities, fields, indexes, load state, and what keeps them from being loaded', async () => {
    const { projectId, owner, clusterId } = await cluster()
    const { collections } = await readCollections(owner, clusterId)
    expect(collections.find(({ name }) => name === 'books')).toMatchObject({
      database: 'default',
      entities: 3,
      indexes: [{ field: 'vector', type: 'AUTOINDEX', metric: 'COSINE' }],
      loadBlocked: null,
    })
    expect(collections.find(({ name }) => name === 'bare')?.loadBlocked).toContain('"vector"')
    expect((await readClusters(owner, projectId)).clusters[0]?.entities).toBe(3)
  })

  it('are released and loaded again', async () => {
    const { owner, clusterId } = await cluster()
    const books = { clusterId, database: 'default', name: 'books' }
    const stateOf = async () => (await readCollections(owner, clusterId)).collections.find(({ name }) => name === 'books')
    await releaseCollection(owner, books)
    expect(await stateOf()).toMatchObject({ loadState: 'not_loaded', entities: 3 })
    await loadCollection(owner, books)
    expect(await stateOf()).toMatchObject({ loadState: 'loaded', entities: 3 })
  })

  it('are loaded by those who may use the data, not by those who may look only', async () => {
    const { newPerson, clusterId } = await cluster()
    const books = { clusterId, database: 'default', name: 'books' }
    await expect(loadCollection(await newPerson({ project: 'read_only' }), books)).rejects.toMatchObject({ code: 'request.forbidden' })
    await expect(loadCollection(await newPerson({ project: 'read_write' }), books)).resolves.toEqual({})
  })

  it("a refusal carries the server's reason; a server that is gone is said to be", async () => {
    const { owner, clusterId } = await cluster()
    await expect(loadCollection(owner, { clusterId, database: 'default', name: 'nothing' })).rejects.toMatchObject({
      code: 'milvus.refused',
      publicMessage: expect.stringContaining('nothing') as string,
    })
    await db().cluster.update({ where: { id: clusterId }, data: { endpoint: 'http://127.0.0.1:1' } })
    await expect(readCollections(owner, clusterId)).rejects.toMatchObject({ code: 'cluster.unreachable' })
  })
})
