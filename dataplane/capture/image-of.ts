// What a write that the source has carried out made of its keys, where the request says all of it. Anything unusual has no
// image: the applier then reads the source. Field numbers: milvus-proto, milvus.proto (InsertRequest, UpsertRequest, MutationResult).
import { GONE, type RowImage } from '../journal/row-images.ts'
import { DEFAULT_PARTITION } from '../milvus/catalog.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import { fieldsOf } from '../milvus/wire.ts'
import type { CapturedWrite, WriteAddress } from './decode-write.ts'

/** Base, database, collection, partition, columns, hash keys, row count, schema timestamp: nothing that asks for only a part of the rows. */
const MOST_KNOWN_FIELD = 8
/** Rows that the server did not take. */
const ERROR_ROWS = 4

/** A write as it was forwarded, and what captureOf found in it. */
export type ForwardedWrite = { method: string; message: Buffer; to: WriteAddress; captured: CapturedWrite }

/** `reply`: of the source, a success. A Delete must have been by keys. Not for Lite, where an Upsert merges. */
export function imageOf({ method, message, to, captured }: ForwardedWrite, reply: Buffer, shape: CollectionShape): RowImage | undefined {
  if (method === 'Delete') return GONE
  if (shape.autoId || shape.maskedColumns.length > 0) return undefined
  for (const { no } of fieldsOf(message)) if (no > MOST_KNOWN_FIELD) return undefined
  for (const { no } of fieldsOf(reply)) if (no === ERROR_ROWS) return undefined
  const { columns, keys, rows } = captured
  const names = new Set(columns.map(({ name }) => name))
  if (columns.length !== shape.columns.length || !shape.columns.every((name) => names.has(name))) return undefined
  if (keys.length !== rows || new Set(keys).size !== keys.length) return undefined
  const partition = shape.hasPartitionKey ? undefined : to.partition || DEFAULT_PARTITION
  return { kind: 'rows', isInsert: method === 'Insert', partition, columns, keys, bytes: message.length }
}
