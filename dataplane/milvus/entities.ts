// Reading and writing entities of one server as columns of bytes: keys, rows by key or by range, counts,
// Insert, Upsert and Delete. Every reply is checked; what is repeated and when is the caller's business.
import { encode, type Message } from './proto.ts'
import { readIds, rowsOfReply, writeRequest, type Column, type Rows, type WriteTarget } from './field-data.ts'
import { inList, type Key } from './keys.ts'
import type { CollectionShape } from './schema.ts'
import type { CallOptions, MilvusServer } from './server.ts'
import { statusOfReply } from './status.ts'
import { fieldsOf, payload } from './wire.ts'

/** How fresh a read is: everything acknowledged before it, or everything up to a Milvus timestamp. */
export type Freshness = { kind: 'strong' } | { kind: 'at-least'; tso: string }

export const STRONG: Freshness = { kind: 'strong' }
/** Whatever the server has at hand: it waits for no time tick. */
export const EVENTUALLY: Freshness = { kind: 'at-least', tso: '1' }

/** consistency_level numbers of common.ConsistencyLevel. */
const STRONG_LEVEL = 0
const CUSTOMIZED_LEVEL = 4
const READ_TIMEOUT_MS = 120_000

export type ReadRequest = {
  shape: CollectionShape
  expr: string
  columns: readonly string[]
  /** Empty for all partitions. */
  partitions?: readonly string[]
  limit?: number
  /** Left out: Strong. */
  freshness?: Freshness | undefined
  /** Template values as the client's request carried them (repeated field 8 of DeleteRequest). */
  templates?: Buffer
}

/** Rows that match `expr`; with a limit in key order where the engine has one. */
export async function readRows(server: MilvusServer, read: ReadRequest, options: CallOptions = {}): Promise<Rows> {
  const freshness = read.freshness ?? STRONG
  const request: Message = {
    dbName: read.shape.database,
    collectionName: read.shape.name,
    expr: read.expr,
    outputFields: read.columns,
    partitionNames: read.partitions ?? [],
    queryParams: read.limit === undefined ? [] : [{ key: 'limit', value: String(read.limit) }],
    consistencyLevel: freshness.kind === 'strong' ? STRONG_LEVEL : CUSTOMIZED_LEVEL,
    guaranteeTimestamp: freshness.kind === 'strong' ? '0' : freshness.tso,
    useDefaultConsistency: false,
  }
  const encoded = encode('QueryRequest', request)
  const bytes = read.templates ? Buffer.concat([encoded, read.templates]) : encoded
  const reply = await server.call('Query', bytes, { timeoutMs: READ_TIMEOUT_MS, ...options })
  server.check('Query', statusOfReply(reply))
  return rowsOfReply(reply, read.shape.keyField)
}

/** The rows of these keys; keys without a row are simply not among them. */
export function readByKeys(
  server: MilvusServer,
  read: Pick<ReadRequest, 'shape' | 'partitions' | 'limit' | 'freshness'> & { keys: readonly Key[]; columns?: readonly string[] },
  options: CallOptions = {},
): Promise<Rows> {
  const { shape, keys, partitions, limit, freshness } = read
  return readRows(server, { shape, expr: inList(shape.keyField, keys), columns: read.columns ?? shape.columns, partitions, limit, freshness }, options)
}

/** Number of entities, deleted ones not counted; duplicates of a key are counted each. */
export async function countEntities(server: MilvusServer, shape: CollectionShape, { freshness, ...options }: CallOptions & { freshness?: Freshness } = {}): Promise<number> {
  const rows = await readRows(server, { shape: { ...shape, keyField: 'count(*)' }, expr: '', columns: ['count(*)'], freshness }, options)
  return Number(rows.keys[0] ?? 0)
}

/** A partition (empty: by the server's choice) of the collection as a write names it. */
export function writeTargetOf(shape: CollectionShape, partition: string | undefined): WriteTarget {
  return { database: shape.database, collection: shape.name, partition: partition ?? '', masked: shape.maskedColumns, arrays: shape.arrayColumns }
}

/** What a write did. `timestamp` is the source's TSO where it tells one. */
export type WriteResult = { keys: Key[] }

export async function insert(server: MilvusServer, to: WriteTarget, rows: { columns: Column[]; keys: Key[] }, options: CallOptions = {}) {
  return write(server, 'Insert', writeRequest(to, rows.columns, rows.keys.length), options)
}

export async function upsert(server: MilvusServer, to: WriteTarget, rows: { columns: Column[]; keys: Key[] }, options: CallOptions = {}) {
  return write(server, 'Upsert', writeRequest(to, rows.columns, rows.keys.length), options)
}

/** Deletes these keys, in one partition or (empty) in all. */
export async function deleteKeys(
  server: MilvusServer,
  at: { shape: CollectionShape; partition: string; keys: readonly Key[] },
  options: CallOptions = {},
) {
  const request = encode('DeleteRequest', {
    dbName: at.shape.database,
    collectionName: at.shape.name,
    partitionName: at.partition,
    expr: inList(at.shape.keyField, at.keys),
  })
  return write(server, 'Delete', request, options)
}

async function write(server: MilvusServer, method: string, request: Buffer | readonly Buffer[], options: CallOptions): Promise<WriteResult> {
  const reply = await server.call(method, request, options)
  server.check(method, statusOfReply(reply))
  return { keys: idsOfReply(reply) }
}

/** The IDs of a MutationResult (field 2). */
export function idsOfReply(reply: Buffer): Key[] {
  for (const field of fieldsOf(reply)) if (field.no === 2) return readIds(payload(reply, field))
  return []
}

/** A timestamp of the server that is not older than anything acknowledged so far; undefined where it gives none. */
export async function allocTimestamp(server: MilvusServer): Promise<string | undefined> {
  try {
    const reply = await server.ask('AllocTimestamp', {}, 'AllocTimestampResponse')
    return (reply.timestamp as string) === '0' ? undefined : (reply.timestamp as string)
  } catch {
    // Milvus Lite has no clock to ask and reads its own writes at once.
    return undefined
  }
}

/** Everything acknowledged so far, for several reads: only the first waits for the server to get there. */
export async function freshNow(server: MilvusServer): Promise<Freshness> {
  const tso = await allocTimestamp(server)
  return tso === undefined ? STRONG : { kind: 'at-least', tso }
}
