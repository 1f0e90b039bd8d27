// Reads out of a write request what the journal needs: where it goes and which keys it names. Vectors and
// other columns are not looked at. Field numbers: milvus-proto, milvus.proto.
import type { Expression, KeysInScope } from '../journal/entry.ts'
import { ALL_PARTITIONS } from '../journal/entry.ts'
import { DEFAULT_PARTITION } from '../milvus/catalog.ts'
import { columnsOfInsert, readKeys, rowCountOf, type Column } from '../milvus/field-data.ts'
import { inList, keyFromText, keysOfExpr, keyToText, type Key } from '../milvus/keys.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import { bytesField, fieldsOf, payload, text, varintField } from '../milvus/wire.ts'

export type WriteAddress = { database: string; collection: string; partition: string }

const DATABASE = 2
const COLLECTION = 3
const PARTITION = 4

/** Where a request goes: Insert, Upsert, Delete and the collection DDL agree on these field numbers. */
export function addressOf(message: Buffer, databaseHeader: string): WriteAddress {
  const found: WriteAddress = { database: '', collection: '', partition: '' }
  for (const field of fieldsOf(message)) {
    if (field.type !== 2) continue
    if (field.no === DATABASE) found.database = text(message, field)
    else if (field.no === COLLECTION) found.collection = text(message, field)
    else if (field.no === PARTITION) found.partition = text(message, field)
  }
  // The field wins over the header on both engines; an empty name is the default database.
  return { ...found, database: found.database || databaseHeader || 'default' }
}

export type CapturedWrite = {
  write: KeysInScope
  expr?: Expression
  /** The request has no key column: the server will assign the ids. */
  needsIds: boolean
  rows: number
  /** Of an Insert or Upsert, as they came, and the keys in the order of its rows. */
  columns: Column[]
  keys: Key[]
}

/** What an Insert, Upsert or Delete touches, by the collection's shape. */
export function captureOf(method: string, message: Buffer, to: WriteAddress, shape: CollectionShape): CapturedWrite {
  if (method === 'Delete') return captureOfDelete(message, to, shape)
  // An upsert may take its key out of another partition, by the server's version.
  const scope = shape.hasPartitionKey || method === 'Upsert' ? ALL_PARTITIONS : to.partition || DEFAULT_PARTITION
  const columns = columnsOfInsert(message)
  const key = columns.find((column) => column.name === shape.keyField)
  const keys = key ? readKeys(key.bytes) : []
  return {
    write: { scope, keys: keys.map(keyToText) },
    needsIds: key === undefined,
    rows: rowCountOf(message),
    columns,
    keys,
  }
}

const NO_IMAGE = { columns: [], keys: [] }
const EXPR = 5
const CONSISTENCY = 7
const TEMPLATES = 8
/** Templates are field 13 of a QueryRequest. */
const QUERY_TEMPLATES = 13

function captureOfDelete(message: Buffer, to: WriteAddress, shape: CollectionShape): CapturedWrite {
  let expr = ''
  const templates: Buffer[] = []
  for (const field of fieldsOf(message)) {
    if (field.no === EXPR) expr = text(message, field)
    else if (field.no === TEMPLATES) templates.push(bytesField(QUERY_TEMPLATES, payload(message, field)))
  }
  const scope = to.partition || ALL_PARTITIONS
  const keys = templates.length === 0 ? keysOfExpr(expr, shape.keyField, shape.keyType) : undefined
  if (keys) return { write: { scope, keys: keys.map(keyToText) }, needsIds: false, rows: keys.length, ...NO_IMAGE }
  const expression: Expression = { expr }
  if (templates.length > 0) expression.templates = Buffer.concat(templates).toString('base64')
  if (to.partition) expression.partition = to.partition
  return { write: { scope, keys: [] }, expr: expression, needsIds: false, rows: 0, ...NO_IMAGE }
}

/** Servers parse a list of this length within milliseconds; keys may be strings of 64 KiB. */
const MOST_LIST_BYTES = 1024 * 1024

/** The same delete by a list of keys: a server then takes those and no other, without a look of its own. Undefined where the list is too long. */
export function deleteOfKeys(message: Buffer, { keyField, keyType }: CollectionShape, keys: readonly string[]): Buffer | undefined {
  const list = Buffer.from(inList(keyField, keys.map((key) => keyFromText(key, keyType))))
  if (list.length > MOST_LIST_BYTES) return undefined
  const kept = [...fieldsOf(message)].filter(({ no }) => no !== EXPR && no !== TEMPLATES)
  return Buffer.concat([...kept.map((field) => message.subarray(field.start, field.end)), bytesField(EXPR, list)])
}

/**
 * A delete by expression with Strong consistency: with a weaker one its inner query may miss a write that
 * is acknowledged already. The last occurrence of a field wins, so it is appended.
 */
export function withStrongConsistency(message: Buffer): Buffer {
  return Buffer.concat([message, varintField(CONSISTENCY, 0)])
}
