import { afterAll, beforeAll, expect, test } from 'vitest'
import { startLiteServer, type TestServer } from '../testing/lite-server.ts'
import { startMilvusServer } from '../testing/milvus-server.ts'
import { createCollection, createIndex, dropIndex, findCollection, listIndexes, releaseCollection, type IndexFacts } from './catalog.ts'
import { makeReadable } from './mirror.ts'
import type { IndexPlan } from './mirror-indexes.ts'
import { encode, type Message } from './proto.ts'
import type { CollectionShape } from './schema.ts'
import { MilvusServer } from './server.ts'

const FIELDS = [
  { fieldID: '100', name: 'pk', dataType: 5, isPrimaryKey: true },
  { fieldID: '101', name: 'price', dataType: 5 },
  { fieldID: '102', name: 'v', dataType: 101, typeParams: [{ key: 'dim', value: '8' }] },
]
const BY_V = { field: 'v', name: 'by_v', params: { index_type: 'IVF_FLAT', metric_type: 'L2', params: '{"nlist":16}' } }

let servers: TestServer[]
let lite: MilvusServer
let target: MilvusServer
let milvus: MilvusServer
let refused: string[]

const connect = ({ address }: TestServer) => new MilvusServer({ address: () => address, token: '', tls: false, label: 'the server' })
const planOf = (choice: IndexPlan['choice']): IndexPlan => ({ choice, onRefused: (sentence) => refused.push(sentence) })

beforeAll(async () => {
  servers = await Promise.all([startLiteServer(), startLiteServer(), startMilvusServer()])
  ;[lite, target, milvus] = servers.map(connect) as [MilvusServer, MilvusServer, MilvusServer]
})
afterAll(async () => {
  for (const server of [lite, target, milvus]) server.close()
  for (const server of servers) await server.stop()
})

/** The same collection on both sides; the source's has these indexes. */
async function prepare(source: MilvusServer, name: string, indexes: IndexFacts[], to = target): Promise<CollectionShape> {
  refused = []
  await source.ask('CreateCollection', { collectionName: name, schema: encode('schema.CollectionSchema', { name, fields: FIELDS }), shardsNum: 1 })
  const shape = (await findCollection(source, { database: 'default', name }))!
  await createCollection(to, shape)
  for (const index of indexes) await createIndex(source, shape, index)
  return shape
}

const byPrice = (index_type: string): IndexFacts => ({ field: 'price', name: 'by_price', params: { index_type } })
const onTarget = async (shape: CollectionShape, at = target) => new Map((await listIndexes(at, shape)).map((index) => [index.field, index]))

test('by default every vector field gets AUTOINDEX with the metric of the source, and no other field an index', async () => {
  const shape = await prepare(lite, 'auto', [BY_V, byPrice('INVERTED')])
  await makeReadable(lite, target, shape, planOf('auto'))
  const indexes = await onTarget(shape)
  expect([...indexes.keys()]).toEqual(['v'])
  expect(indexes.get('v')?.params).toMatchObject({ index_type: 'AUTOINDEX', metric_type: 'L2' })
})

test('the definitions of the source are kept on request, with their parameters and scalar indexes', async () => {
  const shape = await prepare(lite, 'kept', [BY_V, byPrice('INVERTED')])
  await makeReadable(lite, target, shape, planOf('source'))
  const indexes = await onTarget(shape)
  expect(refused).toEqual([])
  expect(indexes.get('v')).toEqual((await listIndexes(lite, shape)).find(({ field }) => field === 'v'))
  expect(indexes.get('v')?.params.index_type).toBe('IVF_FLAT')
  expect(indexes.get('price')).toMatchObject({ params: { index_type: 'INVERTED' } })
})

test('indexes that are the same already are left alone, so that the collection stays loaded', async () => {
  const shape = await prepare(lite, 'repeated', [BY_V, byPrice('INVERTED')])
  await makeReadable(lite, target, shape, planOf('source'))
  const calls: string[] = []
  const watched = new Proxy(target, { get: (server, key) => (key === 'ask' ? (method: string, ...rest: [Message]) => (calls.push(method), server.ask(method, ...rest)) : Reflect.get(server, key, server)) })
  await makeReadable(lite, watched, shape, planOf('source'))
  expect([...new Set(calls)].sort()).toEqual(['DescribeIndex', 'GetLoadState', 'ShowPartitions'])
})

test('an index that is dropped or changed on the source changes on the target when they are mirrored again', async () => {
  const shape = await prepare(lite, 'changed', [BY_V, byPrice('INVERTED')])
  await makeReadable(lite, target, shape, planOf('source'))
  await releaseCollection(lite, shape)
  for (const index of await listIndexes(lite, shape)) await dropIndex(lite, shape, index)
  await createIndex(lite, shape, { field: 'v', name: 'by_v', params: { index_type: 'FLAT', metric_type: 'COSINE' } })
  await makeReadable(lite, target, shape, planOf('source'))
  const indexes = await onTarget(shape)
  expect(indexes.get('v')).toMatchObject({ params: { index_type: 'FLAT', metric_type: 'COSINE' } })
  expect(indexes.has('price')).toBe(false)
})

test('what the target does not take is said, and a vector field has AUTOINDEX all the same', async () => {
  const quantized = { field: 'v', name: 'small', params: { index_type: 'HNSW_SQ', metric_type: 'L2', params: '{"M":8,"efConstruction":16}' } }
  const shape = await prepare(lite, 'refused', [quantized, byPrice('INVERTED')], milvus)
  await makeReadable(lite, milvus, shape, planOf('source'))
  expect(refused).toEqual([expect.stringMatching(/on field "price" of collection "refused"/), expect.stringMatching(/\(HNSW_SQ\) of collection "refused"/)])
  const indexes = await onTarget(shape, milvus)
  expect([...indexes.keys()]).toEqual(['v'])
  expect(indexes.get('v')?.params).toMatchObject({ index_type: 'AUTOINDEX', metric_type: 'L2' })
})
