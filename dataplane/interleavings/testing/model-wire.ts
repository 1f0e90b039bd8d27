// Requests and replies of the model's collection `c` as bytes: an int64 key `pk`, int64 `a` and `b`, dynamic fields.
import { DYNAMIC_COLUMN } from '../../milvus/schema.ts'
import { columnsOfInsert, int64Column, readKeys, writeRequest, type Column } from '../../milvus/field-data.ts'
import { keysOfExpr } from '../../milvus/keys.ts'
import { decode, encode } from '../../milvus/proto.ts'
import { bytesField, fieldsOf, header, payload, readVarint, text, varint64, varintField } from '../../milvus/wire.ts'
import type { Row, SentRow } from './model-rows.ts'

export const COLLECTION = 'c'
/** Real engines want a vector; the model has none. */
const VECTOR = { type: 101, fieldName: 'emb', vectors: { dim: '4', floatVector: { data: [1, 0, 0, 0] } } }

const FIELDS = [
  { name: 'pk', fieldID: '100', isPrimaryKey: true, dataType: 5 },
  { name: 'a', fieldID: '101', dataType: 5 },
  { name: 'b', fieldID: '102', dataType: 5 },
]

export const DESCRIPTION = encode('DescribeCollectionResponse', {
  status: {},
  collectionName: COLLECTION,
  schema: { name: COLLECTION, enableDynamicField: true, fields: FIELDS },
  shardsNum: 1,
})

/** The same collection for a real engine. */
export const REAL_SCHEMA = encode('schema.CollectionSchema', {
  name: COLLECTION,
  enableDynamicField: true,
  fields: [...FIELDS, { name: 'emb', dataType: 101, typeParams: [{ key: 'dim', value: '4' }] }],
})

function metaColumn(values: readonly string[]): Column {
  const scalars = { jsonData: { data: values.map((value) => Buffer.from(value)) } }
  return { name: DYNAMIC_COLUMN, bytes: encode('schema.FieldData', { type: 23, fieldName: DYNAMIC_COLUMN, isDynamic: true, scalars }) }
}

const EMPTY_META = '{}'
const metaOfOne = metaColumn([EMPTY_META]).bytes

/** A client's Insert or Upsert; a column is sent where the first row has it. `vector` for real engines. */
export function writeOf(rows: readonly SentRow[], options: { partition?: string; vector?: boolean; partial?: boolean } = {}): Buffer {
  const columns = [int64Column('pk', rows.map((row) => row.key))]
  for (const name of ['a', 'b'] as const) if (rows[0]?.[name] !== undefined) columns.push(int64Column(name, rows.map((row) => row[name] ?? 0n)))
  if (!options.partial) columns.push(metaColumn(rows.map((row) => row.meta ?? EMPTY_META)))
  const bytes = Buffer.concat(writeRequest({ database: 'default', collection: COLLECTION, partition: options.partition ?? '' }, columns, rows.length))
  if (!options.vector) return bytes
  const vector = encode('schema.FieldData', { ...VECTOR, vectors: { dim: '4', floatVector: { data: rows.flatMap(() => [1, 0, 0, 0]) } } })
  return Buffer.concat([bytes, bytesField(5, vector)])
}

export function deleteOf(expr: string, partition = ''): Buffer {
  return encode('DeleteRequest', { dbName: 'default', collectionName: COLLECTION, partitionName: partition, expr })
}

export type SentWrite = { partition: string; rows: SentRow[]; partial: boolean }

/** The rows of an Insert or Upsert as the product or a client sends it. */
export function readWrite(request: Buffer): SentWrite {
  const columns = new Map(columnsOfInsert(request).map((column) => [column.name, column.bytes]))
  const longs = (name: string) => columns.get(name) && (readKeys(columns.get(name)!) as bigint[])
  const [keys, a, b] = [longs('pk') ?? [], longs('a'), longs('b')]
  const meta = metaOf(columns.get(DYNAMIC_COLUMN), keys.length)
  const rows = keys.map((key, at) => ({ key, a: a?.[at], b: b?.[at], meta: meta?.[at] }))
  return { partition: partitionOf(request), rows, partial: !a || !b || !meta }
}

function metaOf(column: Buffer | undefined, rows: number): string[] | undefined {
  if (!column) return undefined
  if (rows === 1 && column.equals(metaOfOne)) return [EMPTY_META]
  const { jsonData } = decode('schema.FieldData', column).scalars as { jsonData?: { data: Buffer[] } }
  return jsonData?.data.map((value) => JSON.stringify(JSON.parse(value.toString())))
}

function partitionOf(request: Buffer): string {
  for (const field of fieldsOf(request)) if (field.no === 4 && field.type === 2) return text(request, field)
  return ''
}

export type SentDelete = { partition: string; expr: string; keys: bigint[] | undefined; strong: boolean }

/** Fields 4, 5 and 7 of a DeleteRequest; the last consistency level wins, and only a written 0 is Strong. */
export function readDelete(request: Buffer): SentDelete {
  const found: SentDelete = { partition: '', expr: '', keys: undefined, strong: false }
  for (const field of fieldsOf(request)) {
    if (field.no === 4) found.partition = text(request, field)
    else if (field.no === 5) found.expr = text(request, field)
    else if (field.no === 7) found.strong = request[field.at] === 0
  }
  found.keys = keysOfExpr(found.expr, 'pk', 'int64') as bigint[] | undefined
  return found
}

/** `since`: a timestamp whose changes have to be seen; undefined for all that were made. */
export type SentQuery = { expr: string; columns: string[]; partitions: string[]; limit: number; since: number | undefined }

export function readQuery(request: Buffer): SentQuery {
  const query: SentQuery = { expr: '', columns: [], partitions: [], limit: Infinity, since: undefined }
  for (const field of fieldsOf(request)) {
    if (field.no === 4) query.expr = text(request, field)
    else if (field.no === 5) query.columns.push(text(request, field))
    else if (field.no === 6) query.partitions.push(text(request, field))
    else if (field.no === 8) query.since = readVarint(request, field.at).value || undefined
    else if (field.no === 9) {
      const { key, value } = decode('common.KeyValuePair', payload(request, field))
      if (key === 'limit') query.limit = Number(value)
    }
  }
  return query
}

export function rowsReply(rows: readonly Row[], columns: readonly string[]): Buffer {
  const bytes = columns.map((name) => {
    if (name === 'count(*)') return int64Column(name, [BigInt(rows.length)]).bytes
    if (name === DYNAMIC_COLUMN) return rows.length === 1 && rows[0]?.meta === EMPTY_META ? metaOfOne : metaColumn(rows.map((row) => row.meta)).bytes
    return int64Column(name, rows.map((row) => (name === 'pk' ? row.key : row[name as 'a']))).bytes
  })
  return Buffer.concat(bytes.map((column) => bytesField(2, column)))
}

export function keysReply(keys: readonly bigint[]): Buffer {
  const packed = Buffer.concat(keys.map(varint64))
  return Buffer.concat([header(1, 0), bytesField(2, bytesField(1, bytesField(1, packed)))])
}

export function failureReply(reason: string): Buffer {
  return bytesField(1, Buffer.concat([varintField(1, 1), bytesField(2, Buffer.from(reason)), varintField(3, 1100)]))
}

/** What the tests see of a row that was read from any engine. */
export type SeenRow = { key: string; a: string; b: string; meta: string }

export function seenRows(columns: readonly Column[], keys: readonly unknown[]): SeenRow[] {
  const byName = new Map(columns.map((column) => [column.name, column.bytes]))
  const longs = (name: string) => readKeys(byName.get(name) ?? Buffer.alloc(0))
  const [a, b, meta] = [longs('a'), longs('b'), metaOf(byName.get(DYNAMIC_COLUMN), keys.length)]
  return keys.map((key, at) => ({ key: String(key), a: String(a[at]), b: String(b[at]), meta: sorted(meta?.[at] ?? EMPTY_META) }))
}

function sorted(json: string): string {
  return JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(json) as object).sort()))
}
