// Reads one side of a collection in pieces, in key order, by the reading that is right for its engine: keyset pages, or
// one list of keys and reads by key where each filter scans the whole collection (as the copier does).
import { AppError } from '../../lib/errors/app-error.ts'
import { BatchSize } from '../milvus/batch-size.ts'
import { isPartitionMissing } from '../milvus/catalog.ts'
import type { Capabilities } from '../milvus/engines.ts'
import { readByKeys, readRows, type Freshness } from '../milvus/entities.ts'
import { NO_ROWS, type Rows } from '../milvus/field-data.ts'
import { between, compareKeys, keyToText, type Key } from '../milvus/keys.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import type { MilvusServer } from '../milvus/server.ts'

export type Side = { server: MilvusServer; capabilities: Capabilities }

/** Runs one read of a side, again and smaller where it must be; `size` says how many entities it may ask for. */
export type Read = <T>(size: BatchSize, work: (shape: CollectionShape, signal: AbortSignal) => Promise<T>) => Promise<T>

/** Entities with keys up to `to`. */
export type Page = { to: Key; rows: Rows }

/** A page may be larger by this factor than its bytes suggest. */
const LARGER = 1.5

export class SideReader {
  readonly size: BatchSize
  #side: Side
  #partitions: string[]
  #read: Read
  #freshness: Freshness | undefined
  #listed: Key[] | undefined

  /** `partition` undefined: the collection as a whole. `freshness` of the pages left out: as of the moment of each read. */
  constructor(side: Side, partition: string | undefined, read: Read, freshness?: Freshness) {
    this.size = new BatchSize(side.capabilities.keysPerRead)
    this.#side = side
    this.#partitions = partition === undefined ? [] : [partition]
    this.#read = read
    this.#freshness = freshness
  }

  /**
   * Pages of the entities with keys in (after, to]. `also` are keys that are expected there: where keys are read by list
   * they are among those asked for.
   */
  pages(after: Key | undefined, to: Key | undefined, also: readonly Key[] = []): AsyncGenerator<Page> {
    return this.#side.capabilities.readByKeyList ? this.#listedPages(after, to, also) : this.#rangePages(after, to, also.length)
  }

  /** The entities of these keys. */
  async byKeys(keys: readonly Key[]): Promise<Rows> {
    if (keys.length === 0) return NO_ROWS
    return this.#read(this.size, (shape, signal) => this.#unlessDropped(readByKeys(this.#side.server, { shape, keys, partitions: this.#partitions, columns: shape.columns }, { signal })))
  }

  async *#rangePages(after: Key | undefined, to: Key | undefined, wanted: number): AsyncGenerator<Page> {
    for (let from = after; ; ) {
      const rows = await this.#read(this.size, (shape, signal) => {
        const expr = between(shape.keyField, from, to, shape.keyType)
        const page = { shape, expr, columns: shape.columns, partitions: this.#partitions, limit: this.#limit(wanted), freshness: this.#freshness }
        return this.#unlessDropped(readRows(this.#side.server, page, { signal }))
      })
      if (rows.keys.length === 0) return
      const last = lastOf(rows.keys)
      this.size.learn(rows.keys.length, rows.bytes)
      yield { to: last, rows }
      if (to !== undefined && compareKeys(last, to) >= 0) return
      from = last
    }
  }

  /** As many as are wanted, so that one read is enough, unless that is much more than a page. */
  #limit(wanted: number): number {
    const { entities } = this.size
    return wanted > entities && wanted <= entities * LARGER ? wanted : entities
  }

  async *#listedPages(after: Key | undefined, to: Key | undefined, also: readonly Key[]): AsyncGenerator<Page> {
    this.#listed ??= await this.#listKeys()
    const begin = after === undefined ? 0 : firstBehind(this.#listed, after)
    const end = to === undefined ? this.#listed.length : firstBehind(this.#listed, to)
    const keys = withKeys(this.#listed.slice(begin, end), also)
    for (let at = 0; at < keys.length; ) {
      let asked: Key[] = []
      const rows = await this.#read(this.size, (shape, signal) => {
        asked = keys.slice(at, at + this.size.entities)
        return this.#unlessDropped(readByKeys(this.#side.server, { shape, keys: asked, partitions: this.#partitions, freshness: this.#freshness }, { signal }))
      })
      at += asked.length
      this.size.learn(rows.keys.length, rows.bytes)
      yield { to: asked[asked.length - 1] as Key, rows }
    }
  }

  async #listKeys(): Promise<Key[]> {
    const rows = await this.#read(this.size, (shape, signal) =>
      this.#unlessDropped(readRows(this.#side.server, { shape, expr: '', columns: [shape.keyField], partitions: this.#partitions, freshness: this.#freshness }, { signal })),
    )
    return rows.keys.sort(compareKeys)
  }

  /** A partition that one side has dropped, or has not made yet, holds nothing there. */
  async #unlessDropped(reading: Promise<Rows>): Promise<Rows> {
    try {
      return await reading
    } catch (error) {
      if (this.#partitions.length === 0 || !isPartitionMissing(error)) throw error
      return NO_ROWS
    }
  }
}

/** A page out of order would hide keys: the last one must be the greatest. */
function lastOf(keys: readonly Key[]): Key {
  for (let i = 1; i < keys.length; i++)
    if (compareKeys(keys[i - 1] as Key, keys[i] as Key) > 0) throw new AppError('milvus.refused', 'A server returned a page that is not in key order; it cannot be compared.')
  return keys[keys.length - 1] as Key
}

function withKeys(keys: Key[], also: readonly Key[]): Key[] {
  if (also.length === 0) return keys
  return [...new Map([...also, ...keys].map((key) => [keyToText(key), key])).values()].sort(compareKeys)
}

function firstBehind(sorted: readonly Key[], bound: Key): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (compareKeys(sorted[middle] as Key, bound) <= 0) low = middle + 1
    else high = middle
  }
  return low
}
