// Columns as bytes. A Query reply carries the same FieldData messages that an Insert request takes, so rows
// move by re-tagging byte ranges; only the primary-key column is ever read, and no vector is decoded.
// Field numbers: milvus-proto, schema.proto and milvus.proto (QueryResults 2, InsertRequest/UpsertRequest 5).
import type { Key } from './keys.ts'
import { withEmptyLists } from './empty-arrays.ts'
import { DYNAMIC_COLUMN } from './schema.ts'
import { withValueMask } from './value-mask.ts'
import { bytesField, fieldsOf, header, payload, readInt64, readVarint, stringField, text, varint64, varintField } from './wire.ts'

/** One column: its name and the bytes of its FieldData message. */
export type Column = { name: string; bytes: Buffer }

/** The columns of some rows as they came from Query, with their keys. */
export type Rows = { columns: Column[]; keys: Key[]; bytes: number }

export const NO_ROWS: Rows = { columns: [], keys: [], bytes: 0 }

const QUERY_FIELDS_DATA = 2
const INSERT_FIELDS_DATA = 5

/** Name of a FieldData message. pymilvus leaves it out of the column with the dynamic fields and marks that one (field 6). */
function nameOf(bytes: Buffer): string {
  let isDynamic = false
  for (const field of fieldsOf(bytes)) {
    if (field.no === 2) return text(bytes, field)
    if (field.no === 6 && field.type === 0) isDynamic = readVarint(bytes, field.at).value === 1
  }
  return isDynamic ? DYNAMIC_COLUMN : ''
}

/** The int64 or string values of a FieldData message or an IDs message: every LongArray or StringArray in it. */
export function readKeys(bytes: Buffer): Key[] {
  for (const field of fieldsOf(bytes)) if (field.no === 3 && field.type === 2) return readScalarKeys(payload(bytes, field))
  return []
}

function readScalarKeys(scalars: Buffer): Key[] {
  for (const field of fieldsOf(scalars)) {
    if (field.no === 3) return readLongArray(payload(scalars, field))
    if (field.no === 6) return readStringArray(payload(scalars, field))
  }
  return []
}

/** The keys of a `schema.IDs` message: int_id is field 1, str_id field 2. */
export function readIds(bytes: Buffer): Key[] {
  for (const field of fieldsOf(bytes)) {
    if (field.no === 1) return readLongArray(payload(bytes, field))
    if (field.no === 2) return readStringArray(payload(bytes, field))
  }
  return []
}

function readLongArray(bytes: Buffer): bigint[] {
  const values: bigint[] = []
  for (const field of fieldsOf(bytes)) {
    if (field.no !== 1) continue
    if (field.type === 0) values.push(readInt64(bytes, field.at).value)
    else
      for (let at = field.at; at < field.end; ) {
        const { value, next } = readInt64(bytes, at)
        values.push(value)
        at = next
      }
  }
  return values
}

function readStringArray(bytes: Buffer): string[] {
  const values: string[] = []
  for (const field of fieldsOf(bytes)) if (field.no === 1) values.push(text(bytes, field))
  return values
}

/** Splits a QueryResults message into its columns. `keyField` names the primary-key column. */
export function rowsOfReply(reply: Buffer, keyField: string): Rows {
  const columns: Column[] = []
  let keys: Key[] = []
  for (const field of fieldsOf(reply)) {
    if (field.no !== QUERY_FIELDS_DATA) continue
    const bytes = payload(reply, field)
    const name = nameOf(bytes)
    if (name === keyField) keys = readKeys(bytes)
    columns.push({ name, bytes })
  }
  return { columns, keys, bytes: reply.length }
}

/** The columns of an InsertRequest or UpsertRequest. */
export function columnsOfInsert(request: Buffer): Column[] {
  const columns: Column[] = []
  for (const field of fieldsOf(request)) {
    if (field.no !== INSERT_FIELDS_DATA) continue
    const bytes = payload(request, field)
    columns.push({ name: nameOf(bytes), bytes })
  }
  return columns
}

/**
 * Where an Insert or Upsert goes. `masked`: columns that need a value mask (value-mask.ts). `arrays`: element types of
 * the array columns (empty-arrays.ts).
 */
export type WriteTarget = { database: string; collection: string; partition: string; masked?: readonly string[]; arrays?: Readonly<Record<string, number>> }

/**
 * An InsertRequest or UpsertRequest (they agree on fields 1-7) in parts, which carries `columns` as they are, but for value
 * masks and empty arrays. `rows` is the number of rows in each column.
 */
export function writeRequest(to: WriteTarget, columns: readonly Column[], rows: number): Buffer[] {
  const parts = [stringField(2, to.database), stringField(3, to.collection), stringField(4, to.partition)]
  for (const column of columns) {
    const { bytes } = asInserted(to, column, rows)
    parts.push(header(INSERT_FIELDS_DATA, bytes.length), bytes)
  }
  parts.push(varintField(7, rows))
  return parts
}

function asInserted({ masked, arrays }: WriteTarget, column: Column, rows: number): Column {
  const whole = masked?.includes(column.name) ? withValueMask(column, rows) : column
  const elementType = arrays?.[column.name]
  return elementType === undefined ? whole : withEmptyLists(whole, elementType)
}

/** A primary-key column of int64 values, as the SDKs write one. */
export function int64Column(name: string, values: readonly bigint[]): Column {
  const packed = Buffer.concat(values.map(varint64))
  const longData = bytesField(3, bytesField(1, packed))
  return { name, bytes: Buffer.concat([varintField(1, INT64), stringField(2, name), bytesField(3, longData)]) }
}

const INT64 = 5

/** num_rows of an InsertRequest or UpsertRequest. */
export function rowCountOf(request: Buffer): number {
  for (const field of fieldsOf(request)) if (field.no === 7 && field.type === 0) return readVarint(request, field.at).value
  return 0
}

/** `request` with one more column; the other bytes are untouched. */
export function withColumn(request: Buffer, column: Column): Buffer {
  return Buffer.concat([request, bytesField(INSERT_FIELDS_DATA, column.bytes)])
}
