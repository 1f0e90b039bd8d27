import { createHash } from 'node:crypto'
import { DataType, MilvusClient } from '@zilliz/milvus2-sdk-node'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { silentLogger } from '../lifecycle/logger.ts'
import type { TestServer } from '../testing/lite-server.ts'
import { startLiteServer } from '../testing/lite-server.ts'
import { litePython, milvus23Python } from '../testing/python-env.ts'
import { createGateway } from './gateway.ts'
import type { Gateway } from './ports.ts'
import { sdkTour } from './testing/sdk-tour.ts'
import type { TestCluster } from './testing/test-cluster.ts'
import { testCluster } from './testing/test-cluster.ts'

const TOKEN = 'a-token-of-this-cluster'
let server: TestServer
let gateway: Gateway
let cluster: TestCluster

beforeEach(() => {
  cluster.policy = 'open'
  cluster.tokenDigest = undefined
})
beforeAll(async () => {
  server = await startLiteServer()
  gateway = createGateway({ logger: silentLogger })
  cluster = await testCluster(server.port, { engine: 'lite' })
  await gateway.open(cluster)
})
afterAll(async () => {
  await gateway.stop()
  await server.stop()
})

const endpoint = () => `127.0.0.1:${cluster.port}`

test.each([
  ['pymilvus 3', litePython],
  ['pymilvus 2.3', milvus23Python],
])('%s works through the gateway as it does directly', async (_name, interpreter) => {
  const direct = await sdkTour(interpreter(), 'tour', server.address)
  const through = await sdkTour(interpreter(), 'tour', endpoint())
  expect(direct).toMatchObject({ inserted: 2000, count: 1997, found: [[7, 'seven'], [8, 'w8']], nearest: 7 })
  expect(through).toEqual(direct)
})

test('an embedded cluster takes pymilvus with its token and turns it away without', async () => {
  cluster.tokenDigest = createHash('sha256').update(TOKEN).digest()
  expect(await sdkTour(litePython(), 'tour', endpoint(), TOKEN)).toMatchObject({ count: 1997 })
  await expect(sdkTour(litePython(), 'tour', endpoint(), 'wrong')).rejects.toThrow(/UNAUTHENTICATED[^]*token of this cluster is missing or wrong/)
})

test('the Node SDK works through the gateway unchanged', async () => {
  const client = new MilvusClient({ address: endpoint(), logLevel: 'error' })
  await client.createCollection({
    collection_name: 'node',
    fields: [
      { name: 'id', data_type: DataType.Int64, is_primary_key: true },
      { name: 'vector', data_type: DataType.FloatVector, dim: 4 },
    ],
    index_params: [{ field_name: 'vector', index_type: 'FLAT', metric_type: 'L2' }],
  })
  const data = Array.from({ length: 100 }, (_, i) => ({ id: i, vector: [i, 1, 2, 3] }))
  expect(await client.insert({ collection_name: 'node', data })).toMatchObject({ insert_cnt: '100' })
  await client.loadCollectionSync({ collection_name: 'node' })
  const found = await client.query({ collection_name: 'node', filter: 'id in [5, 6]', output_fields: ['id'] })
  expect(found.data.map((row) => String(row.id)).sort()).toEqual(['5', '6'])
  const hits = await client.search({ collection_name: 'node', data: [5, 1, 2, 3], limit: 2 })
  expect(hits.results).toHaveLength(2)
  await client.dropCollection({ collection_name: 'node' })
  await client.closeConnection()
})

test('each of the eight forbidden operations raises a readable exception on a locked source', async () => {
  cluster.policy = 'locked'
  cluster.migrationId = 'm-42'
  const outcomes = await sdkTour(litePython(), 'forbidden', endpoint())
  expect(Object.keys(outcomes)).toHaveLength(8)
  for (const [operation, outcome] of Object.entries(outcomes)) {
    expect(outcome, operation).toMatchObject({
      error: 'MilvusException',
      text: expect.stringMatching(new RegExp(`${operation} is refused.*Locked as the source of migration "m-42"`)),
    })
    // SDKs raise at once: a retried refusal would hold the application for minutes.
    expect((outcome as { seconds: number }).seconds, operation).toBeLessThan(2)
  }
})

test('the Node SDK reads the refusal in its reply', async () => {
  cluster.policy = 'readonly'
  cluster.migrationId = 'm-43'
  const client = new MilvusClient({ address: endpoint(), logLevel: 'error' })
  const status = await client.createAlias({ collection_name: 'words', alias: 'w' })
  expect(status.error_code).not.toBe('Success')
  expect(status.reason).toContain('CreateAlias is refused')
  await client.closeConnection()
})

test('the REST routes that the console shows work in front of Milvus Lite', async () => {
  const client = new MilvusClient({ address: endpoint(), logLevel: 'error' })
  await client.createCollection({
    collection_name: 'rest',
    fields: [
      { name: 'id', data_type: DataType.Int64, is_primary_key: true },
      { name: 'word', data_type: DataType.VarChar, max_length: 20 },
      { name: 'vector', data_type: DataType.FloatVector, dim: 2 },
    ],
    index_params: [{ field_name: 'vector', index_type: 'FLAT', metric_type: 'L2' }],
  })
  await client.insert({
    collection_name: 'rest',
    data: [
      { id: '9007199254740993', word: 'big', vector: [1, 2] },
      { id: 2, word: 'small', vector: [3, 4] },
    ],
  })
  await client.loadCollectionSync({ collection_name: 'rest' })
  cluster.tokenDigest = createHash('sha256').update(TOKEN).digest()
  const post = async (route: string, body: object) => {
    const reply = await fetch(`http://${endpoint()}/v2/vectordb/${route}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}` },
      body: JSON.stringify(body),
    })
    return (await reply.json()) as { code: number; data: unknown; message: string }
  }
  const collectionName = 'rest'
  expect((await post('collections/list', {})).data).toContain('rest')
  expect((await post('collections/has', { collectionName })).data).toEqual({ has: true })
  expect((await post('collections/has', { collectionName: 'absent' })).data).toEqual({ has: false })
  expect((await post('collections/describe', { collectionName })).data).toMatchObject({
    collectionName: 'rest',
    fields: [{ name: 'id', type: 'Int64', primaryKey: true }, { name: 'word' }, { name: 'vector' }],
  })
  expect((await post('collections/get_load_state', { collectionName })).data).toEqual({ loadState: 'LoadStateLoaded' })
  expect((await post('collections/get_stats', { collectionName })).data).toEqual({ rowCount: 2 })
  expect((await post('entities/query', { collectionName, filter: 'id == 2', outputFields: ['*'] })).data).toEqual([
    { id: 2, word: 'small', vector: [3, 4] },
  ])
  expect((await post('entities/get', { collectionName, id: ['9007199254740993'], outputFields: ['word'] })).data).toEqual([
    { id: '9007199254740993', word: 'big' },
  ])
  expect(await post('collections/describe', { collectionName: 'absent' })).toMatchObject({ code: 100 })
  expect(await post('entities/get', { collectionName, id: '1) or (true' })).toMatchObject({ code: 1801 })
  expect((await post('entities/insert', { collectionName, data: [] })).message).toContain('Milvus Lite')
  cluster.tokenDigest = undefined
  await client.dropCollection({ collection_name: 'rest' })
  await client.closeConnection()
})
