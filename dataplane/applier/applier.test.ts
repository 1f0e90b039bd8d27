import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ALL_PARTITIONS, offset, type Entry, type JournalOffset } from '../journal/entry.ts'
import { Journal } from '../journal/journal.ts'
import { RowImages } from '../journal/row-images.ts'
import { silentLogger } from '../lifecycle/logger.ts'
import { deferred } from '../lifecycle/waiting.ts'
import { findCollection } from '../milvus/catalog.ts'
import { capabilitiesOf } from '../milvus/engines.ts'
import { columnsOfInsert } from '../milvus/field-data.ts'
import { decode, encode } from '../milvus/proto.ts'
import { addCollection, insertRequest, refusal, startMilvusDouble, type MilvusDouble } from '../testing/milvus-double.ts'
import { Applier } from './applier.ts'

const SETTLE_MS = 40
const MILVUS = { ...capabilitiesOf({ kind: 'milvus', version: '2.3.5' }), settleMs: SETTLE_MS }
const DEADLINE = { grpc: 4 }

let dir: string
let source: MilvusDouble
let target: MilvusDouble
let journal: Journal
let stop: AbortController
let ended: Set<number>
let applier: Applier
let running: Promise<void>
let troubles: (string | undefined)[]
let images: RowImages
const names = new Map([[1, 'c'], [2, 'd']])

beforeEach(async () => {
  dir = await fs.mkdtemp(path.join(os.tmpdir(), 'applier-'))
  source = await startMilvusDouble('The source')
  target = await startMilvusDouble('The target')
  for (const double of [source, target]) for (const name of names.values()) addCollection(double, name)
  journal = await Journal.open(dir)
  stop = new AbortController()
  ended = new Set()
  troubles = []
  images = new RowImages()
})
afterEach(async () => {
  stop.abort(new Error('the test has ended'))
  await running
  source.stop()
  target.stop()
  await journal.close()
  await fs.rm(dir, { recursive: true, force: true })
})

function apply(from = 0, ensureReadable = () => Promise.resolve()): void {
  applier = new Applier({
    source: source.server,
    target: target.server,
    targetEngine: { kind: 'milvus', version: '2.3.5' },
    indexes: { choice: 'auto', onRefused: () => undefined },
    sourceCapabilities: MILVUS,
    targetCapabilities: MILVUS,
    journal,
    images,
    from: offset(from),
    known: [...names].map(([id, name]) => ({ id, database: 'default', name })),
    readSource: async (id, work) => {
      const shape = ended.has(id) ? undefined : await findCollection(source.server, { database: 'default', name: names.get(id) ?? '' })
      return shape && work(shape)
    },
    ensureReadable,
    onTrouble: (reason) => troubles.push(reason),
    signal: stop.signal,
    log: silentLogger,
  })
  running = applier.run()
}

const done = (incarnation: number, keys: number[], more: Partial<Extract<Entry, { kind: 'outcome' }>> = {}): Entry => ({
  kind: 'outcome',
  at: Date.now(),
  incarnation,
  intent: offset(0),
  how: 'done',
  write: { scope: '_default', keys: keys.map(String) },
  ...more,
})

async function applied(): Promise<JournalOffset> {
  const marker = await journal.appendDurable({ kind: 'marker', at: Date.now(), attempt: 1 })
  await applier.markerApplied(marker)
  return marker
}

test('what is on the source is written, what is not is deleted, whatever the entries’ order', async () => {
  addCollection(source, 'c', [[1, 10], [2, 20]])
  addCollection(target, 'c', [[2, 0], [3, 30]])
  for (const key of [3, 2, 1, 2]) journal.append(done(1, [key]))
  apply()
  await applied()
  expect(target.rows('c')).toEqual(['1=10', '2=20'])
})

test('entries that are there together cost one read, another to be sure of the keys that are gone, one write and one delete', async () => {
  addCollection(source, 'c', [[1, 1], [2, 2]])
  for (let key = 1; key <= 50; key++) journal.append(done(1, [key]))
  await journal.durable()
  apply()
  await applied()
  expect(source.calls.filter((call) => call === 'Query')).toHaveLength(2)
  expect(target.calls.filter((call) => call === 'Upsert' || call === 'Delete')).toEqual(['Upsert', 'Delete'])
})

test('Invariant: a window is read as of a timestamp that the source gave after its last entry, when the source has got there', async () => {
  addCollection(source, 'c', [[1, 1], [2, 2]])
  let now = 0
  source.answer('AllocTimestamp', () => encode('AllocTimestampResponse', { status: {}, timestamp: String(++now) }))
  const asked: string[] = []
  source.answer('Query', (request) => {
    const { expr, guaranteeTimestamp, consistencyLevel } = decode('QueryRequest', request)
    asked.push(`${String(expr)} as of ${String(guaranteeTimestamp)} ${consistencyLevel === 4 ? 'or later' : ''}`)
    return undefined
  })
  journal.append(done(1, [1]))
  apply()
  await applied()
  journal.append(done(1, [2]))
  await applied()
  expect(asked).toEqual(['pk in [0] as of 1 or later', 'pk in [1] as of 1 or later', 'pk in [0] as of 2 or later', 'pk in [2] as of 2 or later'])
  expect(target.rows('c')).toEqual(['1=1', '2=2'])
})

test('a window that is repeated is read as the source is then', async () => {
  addCollection(source, 'c', [[1, 1]])
  source.answer('AllocTimestamp', () => encode('AllocTimestampResponse', { status: {}, timestamp: String(source.calls.filter((call) => call === 'AllocTimestamp').length) }))
  target.answer('Upsert', () => (target.calls.filter((call) => call === 'Upsert').length === 1 ? refusal('busy', 1) : undefined))
  const asked: string[] = []
  source.answer('Query', (request) => void asked.push(String(decode('QueryRequest', request).guaranteeTimestamp)))
  journal.append(done(1, [1]))
  apply()
  await applied()
  expect(asked).toEqual(['1', '1', '2'])
})

test('what cannot be read is loaded again, but not at once: a client may have released a partition to drop it', async () => {
  addCollection(source, 'c', [[1, 1]])
  let [reads, readsBeforeLoad] = [0, 0]
  source.answer('Query', () => (++reads <= 2 ? encode('QueryResults', { status: { errorCode: 1, code: 101, reason: 'collection not loaded' } }) : undefined))
  journal.append(done(1, [1]))
  apply(0, () => Promise.resolve(void (readsBeforeLoad ||= reads)))
  await applied()
  expect(readsBeforeLoad).toBe(2)
  expect(target.rows('c')).toEqual(['1=1'])
})

test('a delete by expression takes what it matches on the target and its neighbours', async () => {
  addCollection(source, 'c', [[4, 9]])
  addCollection(target, 'c', [[1, 5], [2, 5], [3, 6], [4, 1]])
  journal.append(done(1, [], { expr: { expr: 'a == 5' }, carried: [{ scope: '_default', keys: ['4'] }] }))
  journal.append(done(1, [], { expr: { expr: 'a == 6' } }))
  apply()
  await applied()
  expect(target.rows('c')).toEqual(['4=9'])
})

test('an expression that the source cannot read either has matched nothing and stops nobody', async () => {
  addCollection(source, 'c', [[1, 1]])
  addCollection(target, 'c', [[2, 5]])
  journal.append(done(1, [1]))
  journal.append(done(1, [], { how: 'landed', expr: { expr: 'a ==== 3' } }))
  journal.append(done(1, [], { expr: { expr: 'a == 5' } }))
  apply()
  await applied()
  expect(target.rows('c')).toEqual(['1=1'])
  expect(troubles).toEqual([])
})

test('an expression that a client repeats in vain is asked once a window, and all expressions as of one moment', async () => {
  const asked: string[] = []
  target.answer('AllocTimestamp', () => encode('AllocTimestampResponse', { status: {}, timestamp: '7' }))
  target.answer('Query', (request) => void asked.push(`${String(decode('QueryRequest', request).expr)} as of ${String(decode('QueryRequest', request).guaranteeTimestamp)}`))
  for (let again = 0; again < 200; again++) journal.append(done(1, [], { how: again % 2 === 0 ? 'unknown' : 'landed', expr: { expr: 'a ==== 3' } }))
  journal.append(done(1, [], { how: 'landed', expr: { expr: 'a == 4' } }))
  await journal.durable()
  apply()
  await applied()
  expect(asked).toEqual(['a ==== 3 as of 7', 'a == 4 as of 7'])
})

test('a delete in a partition that the target does not have yet, or any more, has matched nothing there and stops nobody', async () => {
  addCollection(source, 'c', [[1, 1]])
  const missing = encode('QueryResults', { status: { errorCode: 1, code: 200, reason: 'partition name late not found' } })
  // The source, asked later, has the partition: its client has made it since.
  target.answer('Query', (request) => ((decode('QueryRequest', request).partitionNames as string[]).includes('late') ? missing : undefined))
  for (const how of ['unknown', 'landed', 'done'] as const) journal.append(done(1, [], { how, expr: { expr: 'a == 5', partition: 'late' } }))
  journal.append(done(1, [1]))
  apply()
  await applied()
  expect(target.rows('c')).toEqual(['1=1'])
  expect(troubles).toEqual([])
})

test('an expression that only the target refuses is repeated, not skipped', async () => {
  addCollection(target, 'c', [[2, 5]])
  target.answer('Query', () => encode('QueryResults', { status: { errorCode: 1, code: 1, reason: 'not ready' } }))
  journal.append(done(1, [], { expr: { expr: 'a == 5' } }))
  apply()
  await vi.waitFor(() => expect(troubles.length).toBeGreaterThan(0))
  expect(target.rows('c')).toEqual(['2=5'])
  target.answer('Query', undefined)
  await applied()
  expect(target.rows('c')).toEqual([])
})

test('the entries of an ended incarnation are skipped: nothing is concluded from its absence', async () => {
  addCollection(target, 'c', [[1, 1]])
  ended.add(1)
  journal.append(done(1, [1]))
  apply()
  await applied()
  expect(target.rows('c')).toEqual(['1=1'])
  expect(target.calls).toEqual([])
})

test('the entries of a collection are a barrier before its DDL, and those behind it come after', async () => {
  addCollection(source, 'c', [[1, 1]])
  const ddl = { operation: 'drop-collection', database: 'default', collection: 'c' } as const
  journal.append(done(1, [1]))
  journal.append({ kind: 'ddl', at: Date.now(), intent: offset(0), ddl, done: true, incarnation: 1 })
  journal.append(done(2, [9]))
  apply()
  await applied()
  const order = target.calls.filter((call) => call === 'Upsert' || call === 'DropCollection')
  expect(order).toEqual(['Upsert', 'DropCollection'])
  expect(target.collections.has('c')).toBe(false)
})

test('DDL that was not carried out on the source is not carried out on the target', async () => {
  const ddl = { operation: 'drop-collection', database: 'default', collection: 'c' } as const
  journal.append({ kind: 'ddl', at: Date.now(), intent: offset(0), ddl, done: false })
  apply()
  await applied()
  expect(target.collections.has('c')).toBe(true)
})

test('Invariant: after an unknown outcome on the target nothing is sent to the collection until the call can no longer land', async () => {
  addCollection(source, 'c', [[1, 1]])
  const sent: number[] = []
  target.answer('Upsert', (_, go) => {
    sent.push(Date.now())
    return sent.length === 1 ? (go(), DEADLINE) : undefined
  })
  journal.append(done(1, [1]))
  apply()
  await applied()
  expect(target.rows('c')).toEqual(['1=1'])
  expect(sent).toHaveLength(2)
  expect((sent[1] ?? 0) - (sent[0] ?? 0)).toBeGreaterThanOrEqual(SETTLE_MS)
  expect(troubles.at(-1)).toBeUndefined()
})

test('Invariant: the applied offset never passes an entry that is not applied, and the lag is its age', async () => {
  addCollection(source, 'd', [[1, 1]])
  const held = deferred<undefined>()
  const asked = deferred()
  source.answer('Query', (request) => (decode('QueryRequest', request).collectionName === 'c' ? (asked.resolve(), held.promise) : undefined))
  const first = journal.append(done(1, [1], { at: Date.now() - 5_000 }))
  for (let i = 0; i < 20; i++) journal.append(done(2, [1]))
  apply()
  await asked.promise
  await vi.waitFor(() => expect(target.rows('d')).toEqual(['1=1']))
  expect(applier.appliedOffset).toBe(first)
  expect(applier.facts().lagMs).toBeGreaterThanOrEqual(5_000)
  held.resolve(undefined)
  const marker = await applied()
  await vi.waitFor(() => expect(applier.appliedOffset).toBe(marker + 1))
  expect(applier.facts().lagMs).toBe(0)
})

test('a marker counts as applied only when every lane is idle', async () => {
  const held = deferred<undefined>()
  source.answer('Query', () => held.promise)
  journal.append(done(1, [1]))
  apply()
  let reached = false
  const reaching = applied().then(() => (reached = true))
  await vi.waitFor(() => expect(source.calls).toContain('Query'))
  expect(reached).toBe(false)
  held.resolve(undefined)
  await reaching
  expect(applier.facts().lagEntries).toBe(0)
})

test('applying again from an older offset changes nothing', async () => {
  addCollection(source, 'c', [[1, 1], [2, 2]])
  for (const key of [1, 2, 3]) journal.append(done(1, [key], { write: { scope: ALL_PARTITIONS, keys: [String(key)] } }))
  apply()
  await applied()
  const before = target.rows('c')
  stop.abort(new Error('a crash'))
  await running
  stop = new AbortController()
  apply()
  await applied()
  expect(target.rows('c')).toEqual(before)
})

test('a heartbeat shows that the pipeline lives and is no lag', async () => {
  journal.append({ kind: 'heartbeat', at: 123 })
  apply()
  await applied()
  expect(applier.facts()).toMatchObject({ heartbeatAt: 123, lagMs: 0 })
})

test('a collection counts as touched by what was read about it, at that entry and before', async () => {
  const first = journal.append(done(1, [1]))
  const ddl = { operation: 'index', database: 'default', collection: 'd' } as const
  const second = journal.append({ kind: 'ddl', at: Date.now(), intent: offset(0), ddl, done: true })
  apply()
  await applied()
  expect(applier.isTouchedSince('default/c', first)).toBe(true)
  expect(applier.isTouchedSince('default/c', second)).toBe(false)
  expect(applier.isTouchedSince('default/d', second)).toBe(true)
  expect(applier.isTouchedSince('default/e', offset(0))).toBe(false)
})

/** An entry whose write tells what it has made of its keys; undefined: that they are gone. */
function wrote(rows: [number, number | undefined][], isInsert = false): void {
  images.collect()
  const at = journal.append(done(1, rows.map(([key]) => key)))
  const there = rows.filter((row): row is [number, number] => row[1] !== undefined)
  const columns = columnsOfInsert(insertRequest('c', there))
  images.keep(at, there.length === 0 ? { kind: 'gone' } : { kind: 'rows', isInsert, partition: '_default', columns, keys: there.map(([key]) => BigInt(key)), bytes: 10 })
}

/** Both servers have a clock, and reads bound by it show everything at once. */
function withClocks(): void {
  for (const double of [source, target]) double.answer('AllocTimestamp', () => encode('AllocTimestampResponse', { status: {}, timestamp: String(double.calls.length) }))
}

test('what writes tell is applied without a read of the source, in one write and one delete', async () => {
  addCollection(target, 'c', [[3, 30]])
  wrote([[1, 10], [2, 20]])
  wrote([[3, undefined]])
  wrote([[4, 40]])
  await journal.durable()
  apply()
  await applied()
  expect(target.rows('c')).toEqual(['1=10', '2=20', '4=40'])
  expect(source.calls).not.toContain('Query')
  expect(target.calls.filter((call) => call === 'Upsert' || call === 'Delete')).toEqual(['Upsert', 'Delete'])
})

test('a key that is written again is written again on the target, in the same order', async () => {
  wrote([[1, 1]])
  wrote([[1, undefined]])
  wrote([[1, 3]])
  apply()
  await applied()
  expect(target.rows('c')).toEqual(['1=3'])
  expect(target.calls.filter((call) => call === 'Upsert' || call === 'Delete')).toEqual(['Upsert', 'Delete', 'Upsert'])
})

test('what is read lies behind what was told before it, and in front of what was told after it', async () => {
  addCollection(source, 'c', [[1, 9], [2, 2]])
  wrote([[1, 1]])
  journal.append(done(1, [1]))
  wrote([[2, 2]])
  apply()
  await applied()
  expect(target.rows('c')).toEqual(['1=9', '2=2'])
})

test('Invariant: an Insert of a key that the target has is not taken at its word: the source shows one of both versions', async () => {
  withClocks()
  addCollection(source, 'c', [[1, 1], [2, 2]])
  addCollection(target, 'c', [[1, 1]])
  wrote([[1, 7]], true)
  wrote([[2, 2]], true)
  apply()
  await applied()
  expect(target.rows('c')).toEqual(['1=1', '2=2'])
})

test('Invariant: what was told is read after a call on the target without an answer, when that can land no more', async () => {
  addCollection(source, 'c', [[1, 9]])
  target.answer('Upsert', () => (target.calls.filter((call) => call === 'Upsert').length === 1 ? DEADLINE : undefined))
  wrote([[1, 1]])
  const begin = Date.now()
  apply()
  await applied()
  expect(Date.now() - begin).toBeGreaterThanOrEqual(SETTLE_MS)
  expect(target.rows('c')).toEqual(['1=9'])
})

test('what was told of an incarnation that has ended is not written', async () => {
  ended.add(1)
  wrote([[1, 1]])
  apply()
  await applied()
  expect(target.calls).not.toContain('Upsert')
})

test('what was told is forgotten once it is applied', async () => {
  wrote([[1, 1]])
  apply()
  await applied()
  expect(images.get(offset(0))).toBeUndefined()
})
