// Memory and the journal while a target stands still: a lag of more than 100,000 writes.
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import v8 from 'node:v8'
import vm from 'node:vm'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { offset, type Entry } from '../journal/entry.ts'
import { Journal } from '../journal/journal.ts'
import { RowImages } from '../journal/row-images.ts'
import { silentLogger } from '../lifecycle/logger.ts'
import { findCollection } from '../milvus/catalog.ts'
import { capabilitiesOf } from '../milvus/engines.ts'
import { addCollection, refusal, startMilvusDouble, type MilvusDouble } from '../testing/milvus-double.ts'
import { Applier } from './applier.ts'

const MILVUS = { ...capabilitiesOf({ kind: 'milvus', version: '2.3.5' }), settleMs: 0 }
const MIB = 1024 * 1024
const SEGMENT_BYTES = 256 * 1024
const MOST_BYTES = 100 * MIB
const SMALL_WRITES = 110_000
/** Inserts that name many keys each. */
const LARGE_WRITES = 400
const KEYS_OF_LARGE = 10_000

let dir: string
let source: MilvusDouble
let target: MilvusDouble
let journal: Journal
let stop: AbortController
let running: Promise<void>

beforeEach(async () => {
  dir = await fs.mkdtemp(path.join(os.tmpdir(), 'lag-'))
  source = await startMilvusDouble('The source')
  target = await startMilvusDouble('The target')
  for (const double of [source, target]) addCollection(double, 'c')
  journal = await Journal.open(dir, { segmentBytes: SEGMENT_BYTES })
  stop = new AbortController()
})
afterEach(async () => {
  stop.abort(new Error('the test has ended'))
  await running
  source.stop()
  target.stop()
  await journal.close()
  await fs.rm(dir, { recursive: true, force: true })
})

function apply(): Applier {
  const applier = new Applier({
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
    onTrouble: () => undefined,
    signal: stop.signal,
    log: silentLogger,
  })
  running = applier.run()
  return applier
}

const outcome = (keys: string[]): Entry => ({ kind: 'outcome', at: Date.now(), incarnation: 1, intent: offset(0), how: 'done', write: { scope: '_default', keys } })

function heapBytes(): number {
  v8.setFlagsFromString('--expose-gc')
  ;(vm.runInNewContext('gc') as () => void)()
  return process.memoryUsage().heapUsed
}

const denied = () => refusal('quota exceeded[reason=deny to write]', 9)

test('a lag of more than 100,000 writes takes bounded memory, and is trimmed as it is applied', async () => {
  for (const method of ['Upsert', 'Delete']) target.answer(method, denied)
  const before = heapBytes()
  const applier = apply()
  for (let i = 0; i < SMALL_WRITES; i++) {
    journal.append(outcome([String(i % 500)]))
    if (i % 5_000 === 0) await journal.durable()
  }
  await journal.durable()
  expect(applier.facts().lagEntries).toBe(SMALL_WRITES)
  expect(heapBytes() - before).toBeLessThan(MOST_BYTES)
  // What holds the trimming is the oldest write that is not applied, of whatever collection.
  await journal.trim(applier.appliedOffset)
  expect(journal.begin).toBe(0)
  const bytes = journal.bytes

  for (const method of ['Upsert', 'Delete']) target.answer(method, undefined)
  const marker = await journal.appendDurable({ kind: 'marker', at: Date.now(), attempt: 1 })
  await applier.markerApplied(marker)
  await vi.waitFor(() => expect(applier.appliedOffset).toBe(marker + 1))
  await journal.trim(applier.appliedOffset)
  expect(journal.bytes).toBeLessThan(bytes / 10)
}, 120_000)

test('writes of many keys count by their keys: four million that wait take no more', async () => {
  target.answer('Delete', denied)
  const before = heapBytes()
  const applier = apply()
  for (let i = 0; i < LARGE_WRITES; i++) await journal.appendDurable(outcome(Array.from({ length: KEYS_OF_LARGE }, (_, key) => String(10 ** 15 + i * KEYS_OF_LARGE + key))))
  expect(applier.facts().lagEntries).toBe(LARGE_WRITES)
  // The reader takes what it may; what is left stays in the journal.
  await vi.waitFor(() => expect(target.calls).toContain('Delete'))
  expect(heapBytes() - before).toBeLessThan(MOST_BYTES)
}, 120_000)
