import { afterEach, expect, test } from 'vitest'
import { createCollection, flushCollection } from '../milvus/catalog.ts'
import { countEntities, insert, readByKeys, readRows } from '../milvus/entities.ts'
import { int64Column, type Column } from '../milvus/field-data.ts'
import { encode } from '../milvus/proto.ts'
import { MilvusServer } from '../milvus/server.ts'
import { startLiteServer, type TestServer } from '../testing/lite-server.ts'
import { emptyCollection } from '../testing/empty-collection.ts'

const ENTITIES = 2_000
const ROUNDS = 15

let lite: TestServer | undefined

afterEach(() => lite?.stop())

function rows(first: number, count: number): { columns: Column[]; keys: bigint[] } {
  const keys = Array.from({ length: count }, (_, i) => BigInt(first + i))
  const vectors = encode('schema.FieldData', { type: 101, fieldName: 'emb', vectors: { dim: 4, floatVector: { data: keys.flatMap(() => [1, 0, 0, 0]) } } })
  return { keys, columns: [int64Column('pk', keys), { name: 'emb', bytes: vectors }] }
}

test('no read misses an entity while the engine flushes', async () => {
  lite = await startLiteServer()
  const server = new MilvusServer({ address: () => lite?.address, token: '', tls: false, label: 'Lite' })
  const shape = emptyCollection('flushed')
  await createCollection(server, shape)
  const to = { database: 'default', collection: 'flushed', partition: '' }
  for (let round = 0; round < ROUNDS; round++) {
    const fresh = rows(round * ENTITIES, ENTITIES)
    await insert(server, to, fresh)
    const total = (round + 1) * ENTITIES
    const [byKey, listed, count] = await Promise.all([
      readByKeys(server, { shape, keys: fresh.keys }),
      readRows(server, { shape, expr: '', columns: ['pk'] }),
      countEntities(server, shape),
      flushCollection(server, shape),
    ])
    expect({ byKey: byKey.keys.length, listed: listed.keys.length, count }).toEqual({ byKey: ENTITIES, listed: total, count: total })
  }
  server.close()
})
