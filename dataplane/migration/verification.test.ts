import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { SourceCollections } from '../capture/source-collections.ts'
import { Incarnations } from '../capture/incarnations.ts'
import { offset, type JournalOffset } from '../journal/entry.ts'
import { Journal } from '../journal/journal.ts'
import { silentLogger } from '../lifecycle/logger.ts'
import { capabilitiesOf } from '../milvus/engines.ts'
import { addCollection, startMilvusDouble, type MilvusDouble } from '../testing/milvus-double.ts'
import type { Context } from './context.ts'
import { MigrationStore, newRecord } from './record.ts'
import { MigrationVerification } from './verification.ts'

const ROWS = Array.from({ length: 10 }, (_, i): [number, number] => [i + 1, i * 10])
const capabilities = capabilitiesOf({ kind: 'milvus', version: '2.3.5' })

let dir: string
let source: MilvusDouble
let target: MilvusDouble
let journal: Journal
let abort: AbortController
let context: Context
let collections: SourceCollections
let verification: MigrationVerification
/** Everything below is applied; undefined: all there is. */
let applied: JournalOffset | undefined
let lagMs: number

beforeEach(async () => {
  dir = await fs.mkdtemp(path.join(os.tmpdir(), 'zdm-verification-'))
  source = await startMilvusDouble('The source')
  target = await startMilvusDouble('The target')
  addCollection(source, 'c', ROWS)
  addCollection(target, 'c', ROWS)
  const store = new MigrationStore(dir)
  await store.create()
  journal = await Journal.open(store.journalDir, { segmentBytes: 1024 * 1024 })
  abort = new AbortController()
  applied = undefined
  lagMs = 0
  const incarnations = new Incarnations()
  collections = new SourceCollections({ source: source.server, journal, incarnations })
  await collections.learn([{ database: 'default', name: 'c' }])
  const record = { ...newRecord({ id: 'move', sourceId: 'source', targetId: 'target', syncLimitMs: 1, indexes: 'auto' }, 1), stage: 'syncing' as const }
  const applier = {
    get appliedOffset() {
      return applied ?? journal.end
    },
    facts: () => ({ lagMs }),
  }
  context = {
    record,
    store,
    source: { server: source.server, capabilities },
    target: { server: target.server, capabilities },
    journal,
    incarnations,
    capture: collections,
    writes: { open: () => [] },
    clusters: { useOf: () => ({ calls: 0, writes: 0, loads: 0 }) },
    loads: { ensureReadable: () => Promise.resolve() },
    applier,
    signal: abort.signal,
    log: silentLogger,
  } as unknown as Context
  verification = new MigrationVerification({ record, store, log: silentLogger })
})
afterEach(async () => {
  abort.abort(new Error('the test has ended'))
  await verification.ended()
  await journal.close()
  source.stop()
  target.stop()
  await fs.rm(dir, { recursive: true, force: true })
})

const verify = async () => {
  verification.begin(context, 'user')
  await verification.ended()
  return verification.facts()
}
/** Another process finds what this one left. */
const restarted = async () => {
  const next = new MigrationVerification({ record: context.record, store: context.store, log: silentLogger })
  await next.recall()
  return next
}
const dirtyKeys = async () => (await journal.reader(journal.begin).read(100)).flatMap(({ entry }) => (entry.kind === 'outcome' ? [[entry.write.scope, ...entry.write.keys]] : []))

test('the first one begins by itself once the target has caught up, and only once', async () => {
  applied = offset(0)
  verification.beginOnceCaughtUp(context)
  expect(verification.facts()).toBeNull()
  applied = undefined
  lagMs = 10_000
  verification.beginOnceCaughtUp(context)
  expect(verification.facts()).toBeNull()
  lagMs = 9_999
  verification.beginOnceCaughtUp(context)
  lagMs = 0
  await verification.ended()
  const facts = verification.facts()
  expect(facts).toMatchObject({ state: 'completed', trigger: 'automatic', verdict: 'identical', compared: 10, total: 10, timeLeftMs: 0, differing: 0, reason: null })
  expect(facts?.collections).toMatchObject([{ database: 'default', name: 'c', state: 'completed', sourceCount: 10, targetCount: 10 }])
  verification.beginOnceCaughtUp(context)
  expect(verification.facts()).toEqual(facts)
})

test('eight small collections are compared side by side', async () => {
  const names = Array.from({ length: 8 }, (_, n) => ({ database: 'default', name: `small${n}` }))
  for (const { name } of names) for (const side of [source, target]) addCollection(side, name, ROWS)
  // With "c" they are nine: the ninth begins when one of the others has ended.
  await collections.learn(names)
  let asked = 0
  let all: () => void = () => undefined
  const allAsk = new Promise<void>((resolve) => (all = resolve))
  source.answer('Query', async (_, go) => {
    if (++asked === names.length) all()
    await allAsk
    return go()
  })
  expect(await verify()).toMatchObject({ verdict: 'identical', compared: 90 })
})

test('a stop is refused until one is complete and has found nothing that differs for good', async () => {
  expect(() => verification.requireFoundSame()).toThrow('not been compared yet')
  verification.begin(context, 'user')
  expect(() => verification.requireFoundSame()).toThrow('are being compared')
  await verification.cancel('the user canceled it')
  expect(verification.facts()).toMatchObject({ state: 'cancelled', verdict: null, reason: 'the user canceled it' })
  expect(() => verification.requireFoundSame()).toThrow('did not come to its end')
  addCollection(target, 'c', ROWS.slice(1))
  await verify()
  expect(() => verification.requireFoundSame()).toThrow('1 entity differs')
  addCollection(target, 'c', ROWS)
  await verify()
  verification.requireFoundSame()
})

test('a re-sync makes every differing key dirty, missing and extra ones among them, also after a restart', async () => {
  await expect(verification.resync(context)).rejects.toThrow('found nothing to re-sync')
  addCollection(target, 'c', [...ROWS.filter(([pk]) => pk !== 4).map(([pk, a]): [number, number] => [pk, pk === 7 ? 1 : a]), [100, 1]])
  expect(await verify()).toMatchObject({ verdict: 'different', differing: 3, resynced: null, collections: [{ missing: 1, extra: 1, different: 1 }] })
  expect(verification.report().samples.map(({ key, kind, fields, partition }) => [partition, key, kind, ...fields])).toEqual([
    ['_default', '4', 'missing'],
    ['_default', '7', 'different', 'a'],
    ['_default', '100', 'extra'],
  ])
  await verification.resync(context)
  expect(verification.facts()).toMatchObject({ verdict: 'different', resynced: 3 })
  const next = await restarted()
  expect(next.report()).toEqual(verification.report())
  await next.resync(context)
  expect(await dirtyKeys()).toEqual([['_default', '4', '7', '100'], ['_default', '4', '7', '100']])
})

test('a result that was told survives a crash in that very moment', async () => {
  addCollection(target, 'c', ROWS.slice(1))
  const { store } = context
  const save = store.saveVerification.bind(store)
  const told: unknown[] = []
  store.saveVerification = async (stored) => {
    told.push(verification.facts()?.state, verification.facts()?.verdict)
    await save(stored)
  }
  await verify()
  // While it is written down, first as running and then as ended, it is running for everybody.
  expect(told).toEqual(['running', null, 'running', null])
  expect((await restarted()).facts()).toMatchObject({ state: 'completed', verdict: 'different' })
})

test('one that was running at a restart begins again if it had begun by itself, and else is told as cancelled', async () => {
  source.answer('Query', () => new Promise((resolve) => setTimeout(() => resolve(undefined), 500)))
  for (const [trigger, told] of [['automatic', null], ['user', { state: 'cancelled', reason: 'the data plane was restarted' }]] as const) {
    verification.begin(context, trigger)
    await expect.poll(() => context.store.loadVerification()).toMatchObject({ facts: { state: 'running', trigger } })
    const next = await restarted()
    if (told === null) expect(next.facts()).toBeNull()
    else expect(next.facts()).toMatchObject(told)
    await verification.cancel('next')
  }
})

test('a collection that cannot be read fails the verification and says which, the others are compared', { timeout: 30_000 }, async () => {
  addCollection(source, 'd', ROWS)
  const collections = context.capture as unknown as SourceCollections
  await collections.learn([{ database: 'default', name: 'd' }])
  const facts = await verify()
  expect(facts).toMatchObject({ state: 'failed', verdict: null, reason: expect.stringContaining('collection "d"'), collections: [{ name: 'c', state: 'completed' }, { name: 'd', state: 'failed' }] })
})

test('a result that is damaged on disk counts as none', async () => {
  await fs.writeFile(path.join(dir, 'verification.json'), '{"facts":')
  expect((await restarted()).facts()).toBeNull()
})
