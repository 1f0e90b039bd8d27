import { afterEach, beforeEach, expect, test } from 'vitest'
import { BatchSize } from '../milvus/batch-size.ts'
import { findCollection } from '../milvus/catalog.ts'
import { capabilitiesOf } from '../milvus/engines.ts'
import { STRONG } from '../milvus/entities.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import { addCollection, startMilvusDouble, type MilvusDouble } from '../testing/milvus-double.ts'
import { pageReader, type PageReader } from './pages.ts'

const LITE = { ...capabilitiesOf({ kind: 'lite', version: '3.2.2' }), keysPerRead: 2 }
const ROWS = Array.from({ length: 10 }, (_, i): [number, number] => [i + 1, i])

let source: MilvusDouble
let reader: PageReader

beforeEach(async () => {
  source = await startMilvusDouble()
  addCollection(source, 'c', ROWS)
  const shape = (await findCollection(source.server, { database: 'default', name: 'c' })) as CollectionShape
  reader = pageReader({
    source: source.server,
    capabilities: LITE,
    partition: undefined,
    freshness: STRONG,
    size: new BatchSize(LITE.keysPerRead),
    signal: new AbortController().signal,
    read: (work) => work(shape),
  })
})
afterEach(() => source.stop())

const keysOf = async (after: bigint | undefined, upTo?: bigint) => (await reader.next(after, upTo))?.rows.keys

test('an engine that is read by lists of keys gives its pages in key order, bounded on both sides', async () => {
  expect(await keysOf(undefined)).toEqual([1n, 2n])
  expect(await keysOf(7n)).toEqual([8n, 9n])
  expect(await keysOf(7n, 8n)).toEqual([8n])
  expect(await keysOf(10n)).toBeUndefined()
})

test('a page of keys that were deleted since the listing is passed over', async () => {
  await keysOf(undefined)
  addCollection(source, 'c', ROWS.slice(4))
  expect(await keysOf(undefined)).toEqual([5n, 6n])
})

test('reading ahead while a page is read anew skips no key of either', async () => {
  await keysOf(undefined)
  addCollection(source, 'c', ROWS.slice(4))
  expect(await Promise.all([keysOf(undefined), keysOf(8n)])).toEqual([[5n, 6n], [9n, 10n]])
})
