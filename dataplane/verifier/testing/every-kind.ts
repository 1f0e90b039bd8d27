// A table on a real server with a field of every kind that its engine has, and errors planted in one field at a time.
import { createCollection, createIndex, createPartition, findCollection, loadCollection } from '../../milvus/catalog.ts'
import { deleteKeys, insert, readByKeys, upsert, writeTargetOf } from '../../milvus/entities.ts'
import type { Capabilities } from '../../milvus/engines.ts'
import type { Column } from '../../milvus/field-data.ts'
import { encode, type Message } from '../../milvus/proto.ts'
import type { CollectionShape } from '../../milvus/schema.ts'
import type { MilvusServer } from '../../milvus/server.ts'
import { emptyCollection } from '../../testing/empty-collection.ts'
import { sparse } from './columns.ts'

export const TABLE = { database: 'default', name: 'every_kind' }
const DIM = 8

type Field = {
  name: string
  schema: Message
  /** The FieldData of these entities; neighbours never have the same value. */
  data: (keys: readonly number[]) => Message
}

const scalar = (name: string, dataType: number, arm: string, value: (n: number) => unknown, more: Message = {}): Field => ({
  name,
  schema: { name, dataType, ...more },
  data: (keys) => ({ type: dataType, scalars: { [arm]: { data: keys.map(value) } } }),
})
const params = (values: Record<string, string | number>) => ({ typeParams: Object.entries(values).map(([key, value]) => ({ key, value: String(value) })) })
const array = (name: string, elementType: number, arm: string, value: (n: number) => unknown[]): Field => ({
  name,
  schema: { name, dataType: 22, elementType, ...params({ max_capacity: 4, ...(elementType === 21 && { max_length: 20 }) }) },
  data: (keys) => ({ type: 22, scalars: { arrayData: { elementType, data: keys.map((n) => ({ [arm]: { data: value(n) } })) } } }),
})
const json = (value: unknown) => Buffer.from(JSON.stringify(value))

const BASIC: Field[] = [
  scalar('bool', 1, 'boolData', (n) => n % 2 === 0),
  scalar('int8', 2, 'intData', (n) => n - 64),
  scalar('int16', 3, 'intData', (n) => 300 + n),
  scalar('int32', 4, 'intData', (n) => -70_000 - n),
  scalar('int64', 5, 'longData', (n) => String(2n ** 53n + BigInt(n))),
  scalar('float', 10, 'floatData', (n) => n / 8),
  scalar('double', 11, 'doubleData', (n) => n / 10),
  scalar('varchar', 21, 'stringData', (n) => `ü${n}`, params({ max_length: 100 })),
  scalar('json', 23, 'jsonData', (n) => json({ b: [n, null, 'x'], a: { n } })),
  array('bools', 1, 'boolData', (n) => [n % 2 === 0, true]),
  array('int8s', 2, 'intData', (n) => [n, -n]),
  array('int16s', 3, 'intData', (n) => [n]),
  array('int32s', 4, 'intData', (n) => [n, n, n]),
  array('int64s', 5, 'longData', (n) => (n % 2 ? [String(n)] : [])),
  array('floats', 10, 'floatData', (n) => [n / 4]),
  array('doubles', 11, 'doubleData', (n) => [n / 10]),
  array('varchars', 21, 'stringData', (n) => [`${n}`, '']),
  {
    name: 'float_vector',
    schema: { name: 'float_vector', dataType: 101, ...params({ dim: DIM }) },
    data: (keys) => ({ type: 101, vectors: { dim: DIM, floatVector: { data: keys.flatMap((n) => Array.from({ length: DIM }, (_, i) => n + i / 8)) } } }),
  },
]
const DYNAMIC: Field = { name: '$meta', schema: {}, data: (keys) => ({ type: 23, isDynamic: true, scalars: { jsonData: { data: keys.map((n) => json({ n, some: 'thing' })) } } }) }

export const LITE_FIELDS: Field[] = [
  ...BASIC,
  scalar('geometry', 24, 'geometryWktData', (n) => `POINT (${n} 2)`),
  scalar('timestamptz', 26, 'stringData', (n) => `2026-11-23T10:00:${10 + n}Z`),
  { name: 'nullable', schema: { name: 'nullable', dataType: 5, nullable: true }, data: (keys) => ({ type: 5, validData: keys.map((n) => n % 2 === 0), scalars: { longData: { data: keys.filter((n) => n % 2 === 0).map(String) } } }) },
  { name: 'sparse_vector', schema: { name: 'sparse_vector', dataType: 104 }, data: (keys) => ({ type: 104, vectors: { sparseFloatVector: { dim: 100, contents: keys.map((n) => sparse([n, 0.5], [90, 1])) } } }) },
  DYNAMIC,
]
/** Milvus 2.3 has one vector field a collection: the binary one has a table of its own. */
export const MILVUS_FIELDS: Field[] = [...BASIC, DYNAMIC]
export const BINARY_FIELDS: Field[] = [
  { name: 'binary_vector', schema: { name: 'binary_vector', dataType: 100, ...params({ dim: 16 }) }, data: (keys) => ({ type: 100, vectors: { dim: 16, binaryVector: Buffer.from(keys.flatMap((n) => [n, 255 - n])) } }) },
]

const INDEXES: Record<string, Record<string, string>> = {
  float_vector: { index_type: 'FLAT', metric_type: 'L2' },
  sparse_vector: { index_type: 'SPARSE_INVERTED_INDEX', metric_type: 'IP' },
  binary_vector: { index_type: 'BIN_FLAT', metric_type: 'HAMMING' },
}

/** Makes the table, loaded, with entities of keys 0 to `entities` - 1. */
export async function makeTable(server: MilvusServer, of: { name?: string; fields: Field[]; entities: number; partition?: string }): Promise<void> {
  const { name = TABLE.name, fields, entities, partition } = of
  const at = { database: 'default', name }
  const declared = fields.filter((field) => field !== DYNAMIC)
  const schema = { name, enableDynamicField: fields.includes(DYNAMIC), fields: [{ name: 'pk', isPrimaryKey: true, dataType: 5 }, ...declared.map((field) => field.schema)] }
  await createCollection(server, { ...emptyCollection(name), schemaBytes: encode('schema.CollectionSchema', schema) })
  for (const field of declared) if (INDEXES[field.name]) await createIndex(server, at, { field: field.name, name: '', params: INDEXES[field.name]! })
  if (partition !== undefined) await createPartition(server, at, partition)
  await loadCollection(server, at)
  const keys = Array.from({ length: entities }, (_, n) => n)
  const columns = fields.map(({ name: field, data }) => ({ name: field, bytes: encode('schema.FieldData', { ...data(keys), fieldName: field === '$meta' ? '' : field }) }))
  await insert(server, { ...at, collection: name, partition: '' }, { columns: [keyColumn(keys.map(BigInt)), ...columns], keys: keys.map(BigInt) })
}

/** Gives one field of the entity `key` the value that another entity has there, behind everybody's back. */
export async function plantValue(server: MilvusServer, capabilities: Capabilities, of: { name?: string; field: string; key: bigint; from: bigint }): Promise<void> {
  const shape = await shapeOf(server, of.name)
  const [to, from] = [await readByKeys(server, { shape, keys: [of.key] }), await readByKeys(server, { shape, keys: [of.from] })]
  const columns = to.columns.map((column) => (column.name === of.field ? (from.columns.find(({ name }) => name === of.field) as Column) : column))
  await writer(capabilities)(server, writeTargetOf(shape, undefined), { columns, keys: [of.key] })
}

/** An entity that only this server has, with the values of another one. */
export async function plantEntity(server: MilvusServer, capabilities: Capabilities, of: { key: bigint; from: bigint }): Promise<void> {
  const shape = await shapeOf(server)
  const rows = await readByKeys(server, { shape, keys: [of.from] })
  const columns = [keyColumn([of.key]), ...rows.columns.filter(({ name }) => name !== 'pk')]
  await writer(capabilities)(server, writeTargetOf(shape, undefined), { columns, keys: [of.key] })
}

export async function loseEntity(server: MilvusServer, key: bigint): Promise<void> {
  await deleteKeys(server, { shape: await shapeOf(server), partition: '', keys: [key] })
}

function writer({ insertReplaces }: Capabilities) {
  return insertReplaces ? insert : upsert
}

async function shapeOf(server: MilvusServer, name = TABLE.name): Promise<CollectionShape> {
  return (await findCollection(server, { database: 'default', name })) as CollectionShape
}

function keyColumn(keys: readonly bigint[]): Column {
  return { name: 'pk', bytes: encode('schema.FieldData', { type: 5, fieldName: 'pk', scalars: { longData: { data: keys.map(String) } } }) }
}
