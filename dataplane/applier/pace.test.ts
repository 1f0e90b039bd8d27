// How the applier meets a server that takes only so much: smaller batches, waits, and no repetition of what is settled.
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { offset, type Entry } from '../journal/entry.ts'
import { Journal } from '../journal/journal.ts'
import { RowImages } from '../journal/row-images.ts'
import { silentLogger } from '../lifecycle/logger.ts'
import { findCollection } from '../milvus/catalog.ts'
import { capabilitiesOf } from '../milvus/engines.ts'
import { rowCountOf } from '../milvus/field-data.ts'
import { decode, encode } from '../milvus/proto.ts'
import { addCollection, refusal, startMilvusDouble, type MilvusDouble } from '../testing/milvus-double.ts'
import { Applier } from './applier.ts'
import { weightOf } from './window.ts'

const MILVUS = { ...capabilitiesOf({ kind: 'milvus', version: '2.3.5' }), settleMs: 0 }
const KEYS = 100

let dir: string
let source: MilvusDouble
let target: MilvusDouble
let journal: Journal
let stop: AbortController
let applier: Applier
let running: Promise<void>
let troubles: (string | undefined)[]

beforeEach(async () => {
  dir = await fs.mkdtemp(path.join(os.tmpdir(), 'pace-'))
  source = await startMilvusDouble('The source')
  target = await startMilvusDouble('The target')
  for (const double of [source, target]) addCollection(double, 'c')
  journal = await Journal.open(dir)
  stop = new AbortController()
  troubles = []
})
afterEach(async () => {
  stop.abort(new Error('the test has ended'))
  await running
  source.stop()
  target.stop()
  await journal.close()
  await fs.rm(dir, { recursive: true, force: true })
})

function apply(): void {
  applier = new Applier({
    source: source.server,
    target: target.server,
    targetEngine: { kind: 'milvus', version: '2.3.5' },
    indexes: { choice: 'auto', onRefused: () => undefined },
    sourceCapabilities: MILVUS,
    targetCapabilities: MILVUS,
    journal,
    images: new RowImages(),
    from: offset(0),
    known: [{ id: 1, database: 'default', name: 'c' }],
    readSource: async (_, work) => {
      const shape = await findCollection(source.server, { database: 'default', name: 'c' })
      return shape && work(shape)
    },
    ensureReadable: () => Promise.resolve(),
    onTrouble: (reason) => troubles.push(reason),
    signal: stop.signal,
    log: silentLogger,
  })
  running = applier.run()
}

const outcome = (keys: string[], more: Partial<Extract<Entry, { kind: 'outcome' }>> = {}): Extract<Entry, { kind: 'outcome' }> => ({
  kind: 'outcome',
  at: Date.now(),
  incarnation: 1,
  intent: offset(0),
  how: 'done',
  write: { scope: '_default', keys },
  ...more,
})

async function applied(): Promise<void> {
  await applier.markerApplied(await journal.appendDurable({ kind: 'marker', at: Date.now(), attempt: 1 }))
}

function fillSource(): void {
  addCollection(source, 'c', Array.from({ length: KEYS }, (_, i) => [i + 1, i]))
  journal.append(outcome(Array.from({ length: KEYS }, (_, i) => String(i + 1))))
}

test('a target that limits the rate gets smaller batches, and a key that it has taken is not sent again', async () => {
  fillSource()
  const taken: number[] = []
  let refusals = 0
  target.answer('Upsert', (request) => {
    const rows = rowCountOf(request)
    // Every other call comes too soon, and more than 60 entities are too much at a time.
    if (rows > 60 || (taken.length > 0 && refusals < 2)) {
      refusals++
      return refusal('rate limit exceeded[rate=1]', 8)
    }
    taken.push(rows)
    return undefined
  })
  apply()
  await applied()
  expect(refusals).toBe(2)
  expect(taken[0]).toBe(50)
  expect(taken.reduce((sum, rows) => sum + rows, 0)).toBe(KEYS)
  expect(target.rows('c')).toHaveLength(KEYS)
  expect(troubles[0]).toContain('rate limit exceeded')
  expect(troubles.at(-1)).toBeUndefined()
})

test('a message that is too large is cut down until it fits, on the side that reads and on the side that writes', async () => {
  fillSource()
  source.answer('Query', (request) => {
    const { expr } = decode('QueryRequest', request) as { expr: string }
    return expr.split(',').length > 40 ? encode('QueryResults', { status: { errorCode: 1, code: 65535, reason: 'query results exceed the maxOutputSize Limit' } }) : undefined
  })
  target.answer('Upsert', (request) => (rowCountOf(request) > 10 ? { grpc: 8, details: 'grpc: received message larger than max (2 vs. 1)' } : undefined))
  apply()
  await applied()
  expect(target.rows('c')).toHaveLength(KEYS)
})

test('a target that denies writes is asked again until it takes them, and the lag says since when', async () => {
  fillSource()
  target.answer('Upsert', () => refusal('quota exceeded[reason=deny to write]', 9))
  apply()
  await vi.waitFor(() => expect(troubles[0]).toContain('deny to write'))
  expect(applier.facts().lagEntries).toBeGreaterThan(0)
  target.answer('Upsert', undefined)
  await applied()
  expect(target.rows('c')).toHaveLength(KEYS)
})

test('an expression that matches more keys than a page holds is settled page by page', async () => {
  const rows = Array.from({ length: 25_000 }, (_, i): [number, number] => [i + 1, 7])
  addCollection(target, 'c', [...rows, [100_000, 8]])
  let pages = 0
  target.answer('Query', () => void pages++)
  journal.append(outcome([], { expr: { expr: 'a == 7' } }))
  apply()
  await applied()
  expect(target.rows('c')).toEqual(['100000=8'])
  expect(pages).toBe(4)
})

test('what an entry holds in memory counts by its keys', () => {
  const small = weightOf(outcome(['1']))
  const large = weightOf(outcome(Array.from({ length: 10_000 }, (_, i) => String(i))))
  expect(large).toBeGreaterThan(small * 1_000)
  expect(weightOf(outcome([], { expr: { expr: 'x'.repeat(5_000) } }))).toBeGreaterThan(5_000)
})
