import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCollection, createIndex, findCollection, loadCollection } from '../milvus/catalog.ts'
import { capabilitiesOf } from '../milvus/engines.ts'
import { insert, readByKeys } from '../milvus/entities.ts'
import { int64Column } from '../milvus/field-data.ts'
import { encode } from '../milvus/proto.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import { MilvusServer } from '../milvus/server.ts'
import { emptyCollection } from '../testing/empty-collection.ts'
import type { TestServer } from '../testing/lite-server.ts'
import { startMilvusServer } from '../testing/milvus-server.ts'
import { readKeys } from './read-keys.ts'

let milvus: TestServer
let server: MilvusServer
let shape: CollectionShape

beforeAll(async () => {
  milvus = await startMilvusServer()
  server = new MilvusServer({ address: () => milvus.address, token: '', tls: false, label: 'Milvus' })
  const at = { database: 'default', name: 'c' }
  await createCollection(server, emptyCollection('c'))
  await createIndex(server, at, { field: 'emb', name: '', params: { index_type: 'FLAT', metric_type: 'L2' } })
  await loadCollection(server, at)
  shape = (await findCollection(server, at))!
})
afterAll(async () => {
  server.close()
  await milvus.stop()
})

async function put(keys: bigint[]): Promise<void> {
  const vectors = { type: 101, fieldName: 'emb', vectors: { dim: 4, floatVector: { data: keys.flatMap(() => [1, 2, 3, 4]) } } }
  const columns = [int64Column('pk', keys), { name: 'emb', bytes: encode('schema.FieldData', vectors) }]
  await insert(server, { database: 'default', collection: 'c', partition: '' }, { columns, keys })
}

test('where Milvus shows fewer keys than it has, because one of them was inserted more than once, none is taken for gone', async () => {
  await put([1n, 2n, 3n])
  for (let again = 0; again < 5; again++) await put([1n])
  const keys = [1n, 2n, 3n, 4n]
  // What this test is about: without a limit the server leaves out keys that it has.
  expect((await readByKeys(server, { shape, keys })).keys.length).toBeLessThan(3)
  const parts = await readKeys(server, { ...capabilitiesOf({ kind: 'milvus', version: '2.3.5' }), keysPerRead: 4 }, { shape, keys, partitions: [] })
  expect(parts.flatMap(({ rows }) => rows.keys).sort()).toEqual([1n, 2n, 3n])
  expect(parts.at(-1)).toMatchObject({ keys: [4n], rows: { keys: [] } })
})
