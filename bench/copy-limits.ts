// What bounds a copy: reading alone and inserting alone, by the copier's own pages and the product's client code, with
// as many lanes as the copier has. The data plane is not involved.
import { BatchSize } from '../dataplane/milvus/batch-size.ts'
import { rangesFor } from '../dataplane/copier/copy-collection.ts'
import { pageReader, type Page } from '../dataplane/copier/pages.ts'
import { splitKeys } from '../dataplane/copier/split-range.ts'
import { dropCollection } from '../dataplane/milvus/catalog.ts'
import { allocTimestamp, insert, STRONG, type Freshness } from '../dataplane/milvus/entities.ts'
import type { Key } from '../dataplane/milvus/keys.ts'
import type { CollectionShape } from '../dataplane/milvus/schema.ts'
import { makeCollection } from './collection.ts'
import { usageOf } from './process-usage.ts'
import type { Pair, Side } from './servers.ts'

/** `cpuS`: of the server, in CPU seconds. */
export type Spent = { seconds: number; cpuS: number }
export type ReadAll = Spent & { bytes: number; pages: Page[]; lanes: number }

/** Reads the whole collection; keeps the pages, for `insertPages`. */
export async function readAll(pair: Pair, shape: CollectionShape, total: number): Promise<ReadAll> {
  const cuts = await splitKeys(pair.source.server, { shape, partition: undefined, total, ranges: rangesFor(pair.capabilities, total), keyType: shape.keyType })
  const tso = await allocTimestamp(pair.source.server)
  const freshness: Freshness = tso === undefined ? STRONG : { kind: 'at-least', tso }
  const bounds: (Key | undefined)[] = [undefined, ...cuts, undefined]
  let ranges: Page[][] = []
  const spent = await spend(pair.source, async () => {
    ranges = await Promise.all(bounds.slice(1).map((to, at) => readRange(pair, shape, { after: bounds[at], to, freshness })))
  })
  const pages = ranges.flat()
  return { ...spent, pages, lanes: ranges.length, bytes: pages.reduce((sum, page) => sum + page.rows.bytes, 0) }
}

async function readRange(pair: Pair, shape: CollectionShape, of: { after: Key | undefined; to: Key | undefined; freshness: Freshness }): Promise<Page[]> {
  const reader = pageReader({
    source: pair.source.server,
    capabilities: pair.capabilities,
    partition: undefined,
    freshness: of.freshness,
    size: new BatchSize(pair.capabilities.keysPerRead),
    signal: new AbortController().signal,
    read: (work) => work(shape),
  })
  const pages: Page[] = []
  for (let page = await reader.next(of.after, of.to); page; page = await reader.next(page.to, of.to)) pages.push(page)
  return pages
}

/** Inserts what was read into a new collection of the target. */
export async function insertPages(pair: Pair, { pages, lanes }: ReadAll, dim: number): Promise<Spent> {
  const shape = await makeCollection(pair.target.server, 'insert_only', dim)
  const open = [...pages]
  const lane = async () => {
    for (let page = open.shift(); page; page = open.shift())
      await insert(pair.target.server, { database: shape.database, collection: shape.name, partition: '' }, page.rows, { timeoutMs: 120_000 })
  }
  const spent = await spend(pair.target, () => Promise.all(Array.from({ length: lanes }, lane)))
  await dropCollection(pair.target.server, shape)
  return spent
}

async function spend(side: Side, work: () => Promise<unknown>): Promise<Spent> {
  const before = await usageOf(side.pid)
  const begin = performance.now()
  await work()
  const seconds = (performance.now() - begin) / 1000
  return { seconds, cpuS: (await usageOf(side.pid)).cpuS - before.cpuS }
}
