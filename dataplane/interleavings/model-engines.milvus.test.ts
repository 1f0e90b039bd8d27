// The model's two engines against the real ones: the same calls, one after the other, and after each the same rows
// seen, whole and by partition, by filter and counted. What the exploration concludes rests on this.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCollection, createIndex, createPartition, DEFAULT_PARTITION, findCollection, loadCollection } from '../milvus/catalog.ts'
import { readRows } from '../milvus/entities.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import { MilvusServer } from '../milvus/server.ts'
import { statusOfReply } from '../milvus/status.ts'
import { startLiteServer, type TestServer } from '../testing/lite-server.ts'
import { startMilvusServer } from '../testing/milvus-server.ts'
import { ModelEngine } from './testing/model-engine.ts'
import type { EngineKind, SentRow } from './testing/model-rows.ts'
import { carryOut, ModelServer } from './testing/model-server.ts'
import { COLLECTION, deleteOf, REAL_SCHEMA, seenRows, writeOf } from './testing/model-wire.ts'

const PARTITIONS = [DEFAULT_PARTITION, 'other']
const servers: Partial<Record<EngineKind, TestServer>> = {}

beforeAll(async () => {
  const [lite, milvus] = await Promise.all([startLiteServer(), startMilvusServer()])
  Object.assign(servers, { lite, milvus })
})
afterAll(async () => {
  await Promise.all(Object.values(servers).map((server) => server.stop()))
})

type Call = { method: 'Insert' | 'Upsert' | 'Delete'; request: (vector: boolean) => Buffer }

const row = (key: number, a: number, meta?: string): SentRow => ({ key: BigInt(key), a: BigInt(a), b: BigInt(a), ...(meta && { meta }) })
const write = (method: 'Insert' | 'Upsert') => (rows: SentRow[], partition?: string, partial = false): Call => ({
  method,
  request: (vector) => writeOf(rows, { partition, vector: vector && !partial, partial }),
})
const [insert, upsert] = [write('Insert'), write('Upsert')]
const remove = (expr: string, partition?: string): Call => ({ method: 'Delete', request: () => deleteOf(expr, partition) })

/** Rows written, merged, moved between partitions, deleted by keys and by expression, and written again. */
const CALLS: Call[] = [
  insert([row(1, 1), row(2, 1), row(3, 3)]),
  remove('a == 1'),
  insert([row(1, 3)]),
  upsert([row(1, 4, '{"x":1,"y":2}')]),
  upsert([row(1, 5, '{"z":3}')]),
  remove('pk in [1,77]'),
  upsert([row(4, 7), row(5, 7)]),
  remove('a == 7'),
  insert([row(6, 1)], 'other'),
  insert([row(7, 1), row(8, 1)]),
  remove('a == 1', 'other'),
  remove('pk in [7]', DEFAULT_PARTITION),
  insert([row(8, 9)], 'other'),
  remove('pk in [8]', DEFAULT_PARTITION),
  upsert([row(9, 1)]),
  upsert([row(9, 2)], 'other'),
]
/**
 * Only Lite replaces an entity by Insert, and merges a row of which columns are missing (Milvus from 2.6 on). What
 * Milvus shows of a key that was inserted twice is left out of the model: while such a key is in memory, 2.3.5 does
 * not even show all other keys.
 */
const LITE_CALLS: Call[] = [
  insert([row(3, 6, '{"w":4}')]),
  insert([row(3, 1), row(3, 2)]),
  upsert([{ key: 3n, a: 8n }], undefined, true),
]

async function prepare(server: MilvusServer): Promise<CollectionShape> {
  const shape = { database: 'default', name: COLLECTION, schemaBytes: REAL_SCHEMA, shards: 1, consistencyLevel: 0, properties: {}, hasPartitionKey: false } as CollectionShape
  await createCollection(server, shape)
  await createPartition(server, shape, 'other')
  await createIndex(server, shape, { field: 'emb', name: '', params: { index_type: 'AUTOINDEX', metric_type: 'L2' } })
  await loadCollection(server, shape)
  const made = (await findCollection(server, shape))!
  // Milvus calls a collection loaded a moment before each of its channels can be read.
  await expect.poll(() => seen(server, made).then(() => true, () => false), { timeout: 30_000 }).toBe(true)
  return made
}

async function seen(server: MilvusServer, shape: CollectionShape) {
  const columns = ['pk', 'a', 'b', '$meta']
  const look = async (expr: string, partitions: string[]) => {
    const rows = await readRows(server, { shape, expr, columns, partitions })
    return seenRows(rows.columns, rows.keys).sort((x, y) => Number(x.key) - Number(y.key))
  }
  const count = readRows(server, { shape: { ...shape, keyField: 'count(*)' }, expr: '', columns: ['count(*)'] })
  const views = await Promise.all([
    ...[[], ...PARTITIONS.map((name) => [name])].map((partitions) => look('pk >= 0', partitions)),
    look('a == 1', []),
    look('a == 2', []),
    look('pk in [1,3,8]', []),
  ])
  const keys = ['all', ...PARTITIONS, 'a == 1', 'a == 2', 'listed']
  // Of a key that is in two partitions Milvus shows the one or the other where none is named; both are seen by partition.
  const places = views.slice(1, 1 + PARTITIONS.length).map((view) => new Set(view.map(({ key }) => key)))
  const isInTwo = (key: string) => places.every((place) => place.has(key))
  const clear = views.map((view, at) => (at >= 1 && at <= PARTITIONS.length ? view : view.filter(({ key }) => !isInTwo(key))))
  return { count: String((await count).keys[0]), ...Object.fromEntries(clear.map((view, at) => [keys[at], view])) }
}

async function sameAsModel(kind: EngineKind, calls: Call[]): Promise<number> {
  const real = new MilvusServer({ address: () => servers[kind]?.address, token: '', tls: false, label: `The real ${kind}` })
  const model = new ModelServer(new ModelEngine(kind, PARTITIONS), 'The model', carryOut)
  try {
    const shape = await prepare(real)
    const modelShape = (await findCollection(model, shape))!
    for (const [at, { method, request }] of calls.entries()) {
      const reply = await real.call(method, request(true))
      expect(statusOfReply(reply), `${kind}, call ${at}`).toMatchObject({ ok: true })
      await model.call(method, request(false))
      expect(await seen(real, shape), `${kind}, after call ${at} (${method})`).toEqual(await seen(model, modelShape))
    }
    return calls.length
  } finally {
    real.close()
  }
}

test('the model of Milvus Lite shows what the real one shows, call by call', async () => {
  expect(await sameAsModel('lite', [...CALLS, ...LITE_CALLS])).toBe(CALLS.length + LITE_CALLS.length)
})

test('the model of Milvus shows what Milvus 2.3.5 shows, call by call', async () => {
  expect(await sameAsModel('milvus', CALLS)).toBe(CALLS.length)
})
