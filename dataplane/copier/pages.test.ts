// The reading of an engine that scans for each filter: keys are listed once, entities read by list.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findCollection } from '../milvus/catalog.ts'
import { BatchSize } from '../milvus/batch-size.ts'
import { capabilitiesOf } from '../milvus/engines.ts'
import { STRONG } from '../milvus/entities.ts'
import { decode, encode } from '../milvus/proto.ts'
import { addCollection, startMilvusDouble, type MilvusDouble } from '../testing/milvus-double.ts'
import { pageReader, type PageReader } from './pages.ts'

const LITE = capabilitiesOf({ kind: 'lite', version: '3.2.2' })
const PAGE = 3
let source: MilvusDouble

beforeEach(async () => {
  source = await startMilvusDouble('The source')
})
afterEach(() => source.stop())

function reader(capabilities = LITE): PageReader {
  return pageReader({
    source: source.server,
    capabilities,
    partition: undefined,
    freshness: STRONG,
    size: new BatchSize(PAGE),
    signal: new AbortController().signal,
    read: async (work) => work((await findCollection(source.server, { database: 'default', name: 'c' }))!),
  })
}

async function keysOf(pages: PageReader, after?: bigint, upTo?: bigint): Promise<bigint[][]> {
  const read: bigint[][] = []
  for (let page = await pages.next(after, upTo); page; page = await pages.next(page.to, upTo)) read.push([...page.rows.keys].sort((a, b) => (a < b ? -1 : 1)) as bigint[])
  return read
}

const listings = () => source.calls.filter((call) => call === 'Query').length

test('keys in any order are read as pages in key order, and listed once', async () => {
  addCollection(source, 'c', [[5, 0], [-1, 0], [9, 0], [2, 0], [7, 0]])
  expect(await keysOf(reader())).toEqual([[-1n, 2n, 5n], [7n, 9n]])
  expect(listings()).toBe(3)
})

test('a page holds keys behind the one and up to the other bound only', async () => {
  addCollection(source, 'c', [[1, 0], [2, 0], [3, 0], [4, 0], [5, 0], [6, 0]])
  expect(await keysOf(reader(), 2n, 5n)).toEqual([[3n, 4n, 5n]])
  expect(await keysOf(reader(), 6n)).toEqual([])
})

test('keys that were deleted since the listing leave no page out behind them', async () => {
  addCollection(source, 'c', Array.from({ length: 9 }, (_, i) => [i, 0]))
  let listed = false
  source.answer('Query', (_, go) => {
    const reply = go()
    if (!listed) addCollection(source, 'c', [[7, 0]])
    listed = true
    return reply
  })
  expect(await keysOf(reader())).toEqual([[7n]])
})

test('a page that a server returns out of order ends the copy instead of leaving keys out', async () => {
  addCollection(source, 'c', [[1, 0], [2, 0]])
  source.answer('Query', (_, go) => {
    const reply = decode('QueryResults', go())
    for (const field of reply.fieldsData as { scalars: { longData: { data: string[] } } }[]) field.scalars.longData.data.reverse()
    return encode('QueryResults', reply)
  })
  await expect(reader(capabilitiesOf({ kind: 'milvus', version: '2.3.5' })).next(undefined, undefined)).rejects.toThrow(/copy\.failed.*not in key order/)
})
