// Pages of a key range in key order, by the reading that is right for the engine: keyset pages where a limit
// returns keys in order, or one list of keys and reads by key where each filter scans the whole collection.
import { AppError } from '../../lib/errors/app-error.ts'
import type { BatchSize } from '../milvus/batch-size.ts'
import type { Capabilities } from '../milvus/engines.ts'
import { readByKeys, readRows, type Freshness } from '../milvus/entities.ts'
import type { Rows } from '../milvus/field-data.ts'
import { between, compareKeys, type Key } from '../milvus/keys.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import type { MilvusServer } from '../milvus/server.ts'

/** Entities with keys in (after, to]. */
export type Page = { to: Key; rows: Rows }

export type PageReader = {
  /** The next page behind `after`, at most up to `upTo`; undefined where there is none. */
  next(after: Key | undefined, upTo: Key | undefined): Promise<Page | undefined>
}

export type PageSource = {
  source: MilvusServer
  capabilities: Capabilities
  partition: string | undefined
  freshness: Freshness
  size: BatchSize
  signal: AbortSignal
  /** Runs a read while DDL on the collection is held off; rejects with CollectionEnded where it has ended. */
  read: <T>(work: (shape: CollectionShape) => Promise<T>) => Promise<T>
}

export function pageReader(from: PageSource): PageReader {
  return from.capabilities.readByKeyList ? keyListReader(from) : keysetReader(from)
}

function keysetReader(from: PageSource): PageReader {
  return {
    async next(after, upTo) {
      const rows = await from.read((shape) =>
        readRows(
          from.source,
          {
            shape,
            expr: between(shape.keyField, after, upTo, shape.keyType),
            columns: shape.columns,
            partitions: from.partition === undefined ? [] : [from.partition],
            limit: from.size.entities,
            freshness: from.freshness,
          },
          { signal: from.signal },
        ),
      )
      from.size.learn(rows.keys.length, rows.bytes)
      return rows.keys.length === 0 ? undefined : { to: lastKey(rows.keys), rows }
    },
  }
}

/** A page out of order would skip keys: the last one must be the greatest. */
function lastKey(keys: readonly Key[]): Key {
  for (let i = 1; i < keys.length; i++)
    if (compareKeys(keys[i - 1] as Key, keys[i] as Key) > 0)
      throw new AppError('copy.failed', 'The source returned a page that is not in key order; it cannot be copied safely.')
  return keys[keys.length - 1] as Key
}

function keyListReader(from: PageSource): PageReader {
  let listing: Promise<Key[]> | undefined
  return {
    // Several of these run at a time: one reads ahead while another reads a page anew.
    async next(after, upTo) {
      const listed = await (listing ??= listKeys(from).catch((error: unknown) => ((listing = undefined), Promise.reject(error))))
      for (let at = firstBehind(listed, after); ; ) {
        const keys = listed.slice(at, at + from.size.entities).filter((key) => upTo === undefined || compareKeys(key, upTo) <= 0)
        if (keys.length === 0) return undefined
        at += keys.length
        const partitions = from.partition === undefined ? [] : [from.partition]
        const rows = await from.read((shape) => readByKeys(from.source, { shape, keys, partitions }, { signal: from.signal }))
        from.size.learn(rows.keys.length, rows.bytes)
        // Keys that were deleted since the listing leave no rows; the journal has their deletion.
        if (rows.keys.length > 0) return { to: keys[keys.length - 1] as Key, rows }
      }
    },
  }
}

/** All keys of the partition in order. A key held here costs a few bytes, an entity thousands. */
async function listKeys(from: PageSource): Promise<Key[]> {
  const partitions = from.partition === undefined ? [] : [from.partition]
  const rows = await from.read((shape) =>
    readRows(from.source, { shape, expr: '', columns: [shape.keyField], partitions }, { signal: from.signal }),
  )
  return rows.keys.sort(compareKeys)
}

function firstBehind(sorted: readonly Key[], after: Key | undefined): number {
  if (after === undefined) return 0
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (compareKeys(sorted[middle] as Key, after) <= 0) low = middle + 1
    else high = middle
  }
  return low
}
