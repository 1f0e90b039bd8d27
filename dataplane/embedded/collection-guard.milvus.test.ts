import { afterEach, expect, test } from 'vitest'
import { createCollection, createIndex, dropCollection, findCollection, flushCollection, loadCollection } from '../milvus/catalog.ts'
import { insert } from '../milvus/entities.ts'
import { int64Column } from '../milvus/field-data.ts'
import { encode } from '../milvus/proto.ts'
import { MilvusServer } from '../milvus/server.ts'
import { emptyCollection } from '../testing/empty-collection.ts'
import { startLiteServer, type TestServer } from '../testing/lite-server.ts'

const ROUNDS = 25
const ENTITIES = 200

let lite: TestServer | undefined
let server: MilvusServer | undefined

afterEach(async () => {
  server?.close()
  await lite?.stop()
})

test('a collection that was dropped while others flushed and loaded it is gone, and can be made anew', async () => {
  lite = await startLiteServer()
  const at = new MilvusServer({ address: () => lite?.address, token: '', tls: false, label: 'Lite' })
  server = at
  const shape = emptyCollection('dropped')
  const to = { database: shape.database, collection: shape.name, partition: '' }
  const keys = Array.from({ length: ENTITIES }, (_, i) => BigInt(i))
  const vectors = encode('schema.FieldData', { type: 101, fieldName: 'emb', vectors: { dim: 4, floatVector: { data: keys.flatMap(() => [1, 0, 0, 0]) } } })
  const rows = { keys, columns: [int64Column('pk', keys), { name: 'emb', bytes: vectors }] }
  for (let round = 0; round < ROUNDS; round++) {
    await createCollection(at, shape)
    await createIndex(at, shape, { field: 'emb', name: 'emb', params: { index_type: 'FLAT', metric_type: 'L2' } })
    await insert(at, to, rows)
    // What these find while the drop is under way is not told.
    const others = [flushCollection(at, shape), loadCollection(at, shape), insert(at, to, rows), flushCollection(at, shape)].map((call) => call.catch(() => undefined))
    await dropCollection(at, shape)
    await Promise.all(others)
    expect(await findCollection(at, shape)).toBeUndefined()
    await expect(insert(at, to, rows)).rejects.toThrow(/not exist/)
  }
})
