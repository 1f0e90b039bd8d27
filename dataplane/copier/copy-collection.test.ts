import { afterEach, beforeEach, expect, test } from 'vitest'
import { ByteBudget } from '../lifecycle/byte-budget.ts'
import { silentLogger } from '../lifecycle/logger.ts'
import { findCollection, loadCollection } from '../milvus/catalog.ts'
import { capabilitiesOf } from '../milvus/engines.ts'
import { STRONG } from '../milvus/entities.ts'
import { decode, encode } from '../milvus/proto.ts'
import { addCollection, startMilvusDouble, type MilvusDouble } from '../testing/milvus-double.ts'
import { loadCheckpoint, storeCheckpoint, type CopyCheckpoint, type StoredCheckpoint } from './checkpoint.ts'
import { CollectionEnded, copyCollection, planCopy, type CopyParts } from './copy-collection.ts'

const MILVUS = { ...capabilitiesOf({ kind: 'milvus', version: '2.3.5' }), settleMs: 10, keysPerRead: 4 }
const ROWS = Array.from({ length: 10 }, (_, i): [number, number] => [i + 1, i * 10])
const ALL = ROWS.map(([pk, a]) => `${pk}=${a}`).sort((x, y) => parseInt(x) - parseInt(y))

let source: MilvusDouble
let target: MilvusDouble
let stop: AbortController
let saved: StoredCheckpoint[]

beforeEach(async () => {
  source = await startMilvusDouble('The source')
  target = await startMilvusDouble('The target')
  addCollection(source, 'c', ROWS)
  addCollection(target, 'c')
  stop = new AbortController()
  saved = []
})
afterEach(() => {
  stop.abort(new Error('the test has ended'))
  source.stop()
  target.stop()
})

function parts(more: Partial<CopyParts> = {}): CopyParts {
  return {
    source: source.server,
    target: target.server,
    sourceCapabilities: MILVUS,
    targetCapabilities: MILVUS,
    indexes: { choice: 'auto', onRefused: () => undefined },
    freshness: STRONG,
    pages: new ByteBudget(1),
    read: async (work) => {
      const shape = await findCollection(source.server, { database: 'default', name: 'c' })
      if (!shape) throw new CollectionEnded('c')
      return work(shape)
    },
    save: (checkpoint) => Promise.resolve(void saved.push(storeCheckpoint(checkpoint, 'int64'))),
    ensureReadable: (shape) => loadCollection(source.server, shape),
    onProgress: () => undefined,
    onTrouble: () => undefined,
    signal: stop.signal,
    log: silentLogger,
    ...more,
  }
}

const lastSaved = (): CopyCheckpoint => loadCheckpoint(JSON.parse(JSON.stringify(saved.at(-1))) as StoredCheckpoint)
const count = (method: string) => target.calls.filter((call) => call === method).length

test('every entity is copied once, page by page', async () => {
  await copyCollection(parts(), await planCopy(parts()))
  expect(target.rows('c')).toEqual(ALL)
  expect(count('Insert')).toBe(3)
  expect(count('Upsert')).toBe(0)
  expect(lastSaved()).toMatchObject({ finished: true, copied: 10, total: 10 })
})

test('Invariant: the bounds of a page are durable before its Insert', async () => {
  const seen: (bigint | string | undefined)[] = []
  target.answer('Insert', () => void seen.push(lastSaved().ranges[0]?.pending))
  await copyCollection(parts(), await planCopy(parts()))
  expect(seen).toEqual([4n, 8n, 10n])
})

test('a page whose reply was lost is redone by Upsert of exactly its bounds, and leaves no key twice', async () => {
  let inserts = 0
  target.answer('Insert', (_, go) => (++inserts === 2 ? (go(), { grpc: 4 }) : undefined))
  await copyCollection(parts(), await planCopy(parts()))
  expect(target.rows('c')).toEqual(ALL)
  expect(count('Upsert')).toBe(1)
})

test('after a crash with a page on its way exactly this page is upserted and the rest copied', async () => {
  target.answer('Insert', (_, go) => {
    if (lastSaved().ranges[0]?.pending === 8n) {
      go()
      stop.abort(new Error('a crash'))
      return { grpc: 14 }
    }
    return undefined
  })
  await expect(copyCollection(parts(), await planCopy(parts()))).rejects.toThrow('a crash')
  const found = lastSaved()
  expect(found.ranges[0]).toMatchObject({ after: 4n, pending: 8n, done: false })
  stop = new AbortController()
  target.answer('Insert', undefined)
  await copyCollection(parts(), found)
  expect(target.rows('c')).toEqual(ALL)
  expect(lastSaved()).toMatchObject({ finished: true })
})

test('rows that vanished from a redone page do not stop the copy', async () => {
  const found: CopyCheckpoint = { total: 10, copied: 0, finished: false, ranges: [{ partition: undefined, after: undefined, to: undefined, pending: 4n, done: false }] }
  addCollection(source, 'c', ROWS.slice(4))
  await copyCollection(parts(), found)
  expect(target.rows('c')).toEqual(ALL.slice(4))
})

test('a message that is too large is cut until it fits', async () => {
  const tooLarge = () => (source.collections.get('c')?.rows.length ? { grpc: 8 } : undefined)
  let upserts = 0
  target.answer('Insert', tooLarge)
  target.answer('Upsert', () => (++upserts === 1 ? { grpc: 8 } : undefined))
  await copyCollection(parts(), await planCopy(parts()))
  expect(target.rows('c')).toEqual(ALL)
})

test('a collection that is dropped meanwhile ends its copy and nothing else', async () => {
  target.answer('Insert', () => void source.collections.delete('c'))
  await expect(copyCollection(parts(), await planCopy(parts()))).rejects.toBeInstanceOf(CollectionEnded)
})

test('a collection that is dropped when all of it is copied ends its copy too, whatever the source says of its indexes', async () => {
  source.answer('DescribeIndex', () => {
    source.collections.delete('c')
    return encode('DescribeIndexResponse', { status: { errorCode: 1, code: 100, reason: "collection 'c' does not exist" } })
  })
  await expect(copyCollection(parts(), await planCopy(parts()))).rejects.toBeInstanceOf(CollectionEnded)
})

test('a partition that is dropped meanwhile ends the copy of its entities and nothing else', async () => {
  const range = { after: undefined, to: undefined, pending: undefined, done: false }
  const found: CopyCheckpoint = { total: 10, copied: 0, finished: false, ranges: [{ ...range, partition: 'gone' }, { ...range, partition: '_default' }] }
  const missing = encode('QueryResults', { status: { errorCode: 1, code: 200, reason: 'partition not found' } })
  source.answer('Query', (request) => ((decode('QueryRequest', request).partitionNames as string[])[0] === 'gone' ? missing : undefined))
  target.answer('ShowPartitions', () => encode('ShowPartitionsResponse', { status: {}, partitionNames: ['_default', 'gone'] }))
  await copyCollection(parts(), found)
  expect(target.rows('c')).toEqual(ALL)
  expect(lastSaved()).toMatchObject({ finished: true, ranges: [{ partition: 'gone', done: true }, { done: true }] })
})

test('a checkpoint comes back as it was: int64 as bigint, text as text, missing bounds as missing', () => {
  const range = { partition: 'p', after: -(2n ** 63n) + 1n, to: 2n ** 63n - 1n, pending: undefined, done: false }
  const numbers: CopyCheckpoint = { total: 5, copied: 2, finished: false, ranges: [range, { partition: undefined, after: undefined, to: undefined, pending: 7n, done: true }] }
  expect(loadCheckpoint(JSON.parse(JSON.stringify(storeCheckpoint(numbers, 'int64'))) as StoredCheckpoint)).toEqual(numbers)
  const texts: CopyCheckpoint = { ...numbers, ranges: [{ ...range, after: '', to: '17', pending: 'ü"\\' }] }
  expect(loadCheckpoint(JSON.parse(JSON.stringify(storeCheckpoint(texts, 'varchar'))) as StoredCheckpoint)).toEqual(texts)
})

/** Queries are refused, as a server does it, from the call number `from` on until somebody loads the collection. */
function releaseBefore(from: number): void {
  let queries = 0
  let loaded = true
  source.answer('GetLoadState', () => encode('GetLoadStateResponse', { status: {}, state: loaded ? 3 : 1 }))
  source.answer('LoadCollection', () => void (loaded = true))
  source.answer('Query', () => {
    if (++queries === from) loaded = false
    return loaded ? undefined : encode('QueryResults', { status: { errorCode: 1, code: 101, reason: 'collection not loaded' } })
  })
}

test.each([1, 2, 3, 4])('a collection that a client releases while it is copied (before read %i) is loaded again and comes whole', async (read) => {
  releaseBefore(read)
  await copyCollection(parts(), await planCopy(parts()))
  expect(target.rows('c')).toEqual(ALL)
})
