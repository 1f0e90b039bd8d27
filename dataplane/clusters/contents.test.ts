import { afterEach, beforeEach, expect, test } from 'vitest'
import { decode, encode } from '../milvus/proto.ts'
import { startMilvusDouble, type MilvusDouble } from '../testing/milvus-double.ts'
import { Contents, countContents } from './contents.ts'

let server: MilvusDouble
const named = (type: string, request: Buffer) => decode(type, request).collectionName as string

beforeEach(async () => {
  server = await startMilvusDouble('The cluster')
  server.answer('ListDatabases', () => encode('ListDatabasesResponse', { status: {}, dbNames: ['default', 'archive'] }))
  server.answer('ShowCollections', (request) => {
    const names = decode('ShowCollectionsRequest', request).dbName === 'archive' ? ['old'] : ['books', 'gone']
    return encode('ShowCollectionsResponse', { status: {}, collectionNames: names })
  })
  server.answer('GetCollectionStatistics', (request) =>
    named('GetCollectionStatisticsRequest', request) === 'gone'
      ? encode('GetCollectionStatisticsResponse', { status: { errorCode: 1, code: 100, reason: 'collection not found' } })
      : encode('GetCollectionStatisticsResponse', { status: {}, stats: [{ key: 'row_count', value: '70' }] }),
  )
  server.answer('GetLoadState', (request) =>
    encode('GetLoadStateResponse', { status: {}, state: named('GetLoadStateRequest', request) === 'books' ? 3 : 2 }),
  )
})
afterEach(() => server.stop())

test('every database is counted; a collection that is dropped meanwhile keeps nobody from counting the others', async () => {
  expect(await countContents(server.server)).toEqual({ entities: 140, collections: 2, loaded: 1 })
})

test('a cluster is counted once a minute at most, and less often where a count takes long', async () => {
  const clock = { now: 0 }
  let counts = 0
  let takesMs = 100
  const contents = new Contents(() => {
    counts++
    clock.now += takesMs
    return Promise.resolve({ entities: counts, collections: 1, loaded: 0 })
  }, () => clock.now)
  expect(contents.entities).toBeNull()
  await contents.countIfDue()
  clock.now = 59_000
  await contents.countIfDue()
  expect(counts).toBe(1)
  clock.now = 60_000
  takesMs = 10_000
  await contents.countIfDue()
  clock.now = 200_000
  await contents.countIfDue()
  expect(counts).toBe(2)
  clock.now = 600_000
  await contents.countIfDue()
  expect(contents.samples().map(({ entities }) => entities)).toEqual([1, 2, 3])
})

test('a cluster that has changed at once is counted as soon as possible', async () => {
  const clock = { now: 0 }
  let counts = 0
  const contents = new Contents(() => Promise.resolve({ entities: ++counts, collections: 1, loaded: 0 }), () => clock.now)
  await contents.countIfDue()
  await contents.countIfDue()
  expect(contents.entities).toBe(1)
  contents.countSoon()
  await contents.countIfDue()
  expect(contents.entities).toBe(2)
})

test('a count that fails leaves the last one, and two never run at once', async () => {
  const clock = { now: 0 }
  let under = 0
  let fail = false
  const contents = new Contents(async () => {
    expect(++under).toBe(1)
    await Promise.resolve()
    under--
    if (fail) throw new Error('away')
    return { entities: 5, collections: 1, loaded: 1 }
  }, () => clock.now)
  await Promise.all([contents.countIfDue(), contents.countIfDue()])
  fail = true
  clock.now = 120_000
  await contents.countIfDue()
  expect(contents.entities).toBe(5)
})
