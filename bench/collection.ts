// A collection of the benchmarks on a server: made, filled, made readable, dropped. Entities go in as columns of bytes
// through the same client code that the product uses.
import { createCollection, createIndex, dropCollection, findCollection, flushCollection, listCollections, loadCollection, DEFAULT_DATABASE } from '../dataplane/milvus/catalog.ts'
import { insert } from '../dataplane/milvus/entities.ts'
import { int64Column, type Column } from '../dataplane/milvus/field-data.ts'
import { encode } from '../dataplane/milvus/proto.ts'
import type { CollectionShape } from '../dataplane/milvus/schema.ts'
import type { MilvusServer } from '../dataplane/milvus/server.ts'
import { bytesField, stringField, varintField } from '../dataplane/milvus/wire.ts'
import type { DataSet } from './data-set.ts'

export const KEY_COLUMN = 'id'
const INT64 = 5
const VARCHAR = 21
const FLOAT_VECTOR = 101
const BATCH = 2_000
const BOUNDED = 2

/** Makes an empty collection that takes the entities of `set`. */
export async function makeCollection(server: MilvusServer, name: string, dim: number): Promise<CollectionShape> {
  const schema = {
    name,
    fields: [
      { fieldID: '100', name: KEY_COLUMN, isPrimaryKey: true, dataType: INT64 },
      { fieldID: '101', name: 'word', dataType: VARCHAR, typeParams: [{ key: 'max_length', value: '256' }] },
      { fieldID: '102', name: 'vector', dataType: FLOAT_VECTOR, typeParams: [{ key: 'dim', value: String(dim) }] },
    ],
  }
  const wanted = {
    database: DEFAULT_DATABASE,
    name,
    schemaBytes: encode('schema.CollectionSchema', schema),
    shards: 1,
    consistencyLevel: BOUNDED,
    properties: {},
    hasPartitionKey: false,
  }
  await createCollection(server, wanted as unknown as CollectionShape)
  return (await findCollection(server, wanted))!
}

/** Makes the collection with the entities of `set` in it, readable. FLAT costs no time that nobody asked for. */
export async function fillCollection(server: MilvusServer, name: string, set: DataSet): Promise<CollectionShape> {
  const shape = await makeCollection(server, name, set.dim)
  for (let from = 0; from < set.words.length; from += BATCH) {
    const to = Math.min(set.words.length, from + BATCH)
    const keys = Array.from({ length: to - from }, (_, at) => BigInt(from + at))
    await insert(server, { database: shape.database, collection: name, partition: '' }, { columns: columnsOf(set, keys), keys }, { timeoutMs: 120_000 })
  }
  await flushCollection(server, shape)
  await createIndex(server, shape, { field: 'vector', name: '', params: { index_type: 'FLAT', metric_type: 'COSINE' } })
  await loadCollection(server, shape)
  return shape
}

/** Drops everything, so that the server can be the target of another migration. */
export async function emptyServer(server: MilvusServer): Promise<void> {
  for (const name of await listCollections(server, DEFAULT_DATABASE)) await dropCollection(server, { database: DEFAULT_DATABASE, name })
}

/** The columns of entities, the keys first, whose key is `keys[i]` and whose values are those of the set at key modulo its size. */
export function columnsOf(set: DataSet, keys: readonly bigint[]): Column[] {
  const at = keys.map((key) => Number(key % BigInt(set.words.length)))
  return [int64Column(KEY_COLUMN, keys), textColumn('word', at.map((i) => set.words[i]!)), vectorColumn('vector', set.dim, at.map((i) => set.vectors[i]!))]
}

/** Field numbers of schema.FieldData: type 1, field_name 2, scalars 3, vectors 4. */
function textColumn(name: string, values: readonly string[]): Column {
  const strings = Buffer.concat(values.map((value) => bytesField(1, Buffer.from(value))))
  const bytes = Buffer.concat([varintField(1, VARCHAR), stringField(2, name), bytesField(3, bytesField(6, strings))])
  return { name, bytes }
}

function vectorColumn(name: string, dim: number, vectors: readonly Float32Array[]): Column {
  const data = Buffer.concat(vectors.map((vector) => Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength)))
  const floats = bytesField(2, bytesField(1, data))
  const bytes = Buffer.concat([varintField(1, FLOAT_VECTOR), stringField(2, name), bytesField(4, Buffer.concat([varintField(1, dim), floats]))])
  return { name, bytes }
}
