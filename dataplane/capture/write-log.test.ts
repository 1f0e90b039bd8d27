import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { offset, type Entry, type EntryOf, type KeysInScope } from '../journal/entry.ts'
import { Journal } from '../journal/journal.ts'
import { RowImages, type RowImage } from '../journal/row-images.ts'
import { recover } from './recovery.ts'
import { WriteLog } from './write-log.ts'

let dir: string
let journal: Journal
let log: WriteLog
let images: RowImages

beforeEach(async () => {
  dir = await fs.mkdtemp(path.join(os.tmpdir(), 'write-log-'))
  journal = await Journal.open(dir)
  images = new RowImages()
  images.collect()
  log = new WriteLog(journal, { images })
})
afterEach(async () => {
  await journal.close()
  await fs.rm(dir, { recursive: true, force: true })
})

const keys = (...list: string[]): KeysInScope => ({ scope: '_default', keys: list })
const none: KeysInScope = { scope: '*', keys: [] }
const EXPR = { expr: 'a == 1' }

async function entries(): Promise<Entry[]> {
  await journal.durable()
  const reader = journal.reader(offset(0))
  const found = await reader.read(1_000)
  await reader.close()
  return found.map(({ entry }) => entry)
}

const outcomes = async () => (await entries()).filter((entry): entry is EntryOf<'outcome'> => entry.kind === 'outcome')

/** What a process that starts after a kill finds. */
async function afterCrash() {
  await journal.durable()
  const again = await Journal.open(dir)
  const recovered = await recover(again, [])
  await again.close()
  return recovered
}

test('Invariant: an intent is durable before its write is forwarded', async () => {
  await log.begin(1, keys('1'))
  expect(journal.durableEnd).toBe(1)
})

test('keys that only the reply names are durable before the acknowledgement', async () => {
  const open = await log.begin(1, keys())
  await log.done(open, { named: ['17', '18'] })
  expect(journal.durableEnd).toBe(2)
  expect((await outcomes())[0]?.write.keys).toEqual(['17', '18'])
})

test('a delete by expression carries the keys of every outcome of its collection between its intent and its own', async () => {
  const before = await log.begin(1, keys('before'))
  await log.done(before)
  const started = await log.begin(1, keys('started before, ended within'))
  const erasing = await log.begin(1, none, EXPR)
  const within = await log.begin(1, keys('within'))
  const elsewhere = await log.begin(2, keys('other collection'))
  await log.done(started)
  await log.done(within)
  await log.done(elsewhere)
  await log.done(erasing)
  const after = await log.begin(1, keys('after'))
  await log.done(after)
  const own = (await outcomes()).find((entry) => entry.expr)
  expect(own?.carried).toEqual([keys('started before, ended within', 'within')])
})

test('a neighbour whose outcome is unknown is carried too, a refused one is not', async () => {
  const erasing = await log.begin(1, none, EXPR)
  log.doubt(await log.begin(1, keys('unknown')))
  log.refused(await log.begin(1, keys('refused')))
  await log.done(erasing)
  expect((await outcomes()).at(-1)?.carried).toEqual([keys('unknown')])
})

test('two deletes by expression side by side carry the same neighbours', async () => {
  const first = await log.begin(1, none, EXPR)
  const second = await log.begin(1, none, { expr: 'b == 2' })
  await log.done(await log.begin(1, keys('k')))
  await log.done(first)
  await log.done(second)
  for (const entry of (await outcomes()).filter((one) => one.expr)) expect(entry.carried).toContainEqual(keys('k'))
})

test('a delete whose reply names its keys needs neither expression nor neighbours', async () => {
  const erasing = await log.begin(1, none, EXPR)
  await log.done(await log.begin(1, keys('neighbour')))
  await log.done(erasing, { named: ['5'], plain: true })
  const own = (await outcomes()).at(-1)
  expect(own).toMatchObject({ how: 'done', write: { keys: ['5'] } })
  expect(own?.expr ?? own?.carried).toBeUndefined()
})

test('a write in doubt has an early entry, stays open, and is written down again when it can land no more', async () => {
  const open = await log.begin(1, keys('k'))
  log.doubt(open)
  expect(log.open()).toEqual([open])
  log.landed(open)
  log.landed(open)
  expect((await outcomes()).map(({ how, write }) => [how, write.keys])).toEqual([['unknown', ['k']], ['landed', ['k']]])
  expect(log.open()).toEqual([])
})

test('right before the marker everything in doubt is written down once more and stays open', async () => {
  const doubtful = await log.begin(1, keys('d'))
  log.doubt(doubtful)
  await log.begin(1, keys('under way'))
  log.noteDoubts()
  expect((await outcomes()).map(({ how, write }) => [how, write.keys])).toEqual([['unknown', ['d']], ['unknown', ['d']]])
  expect(log.open()).toHaveLength(2)
})

test('what was refused before forwarding leaves nothing to apply and nothing open', async () => {
  log.refused(await log.begin(1, keys('k')))
  expect(await outcomes()).toMatchObject([{ how: 'refused', write: { keys: [] } }])
  expect((await afterCrash()).writes).toEqual([])
})

test('nothing that is open may be trimmed: the oldest intent is the bound', async () => {
  const old = await log.begin(1, keys('old'))
  const young = await log.begin(1, keys('young'))
  await log.done(young)
  expect(log.oldestNeeded()).toBe(old.intent)
  log.doubt(old)
  expect(log.oldestNeeded()).toBe(old.intent)
  log.landed(old)
  expect(log.oldestNeeded()).toBe(journal.end)
})

test('a write that is open at a crash is open and in doubt afterwards, with its keys', async () => {
  await log.begin(1, keys('open'))
  await log.done(await log.begin(1, keys('done')))
  const { writes } = await afterCrash()
  expect(writes.map(({ write, inDoubt }) => [write.keys, inDoubt])).toEqual([[['open'], true]])
})

test('a delete by expression that is open at a crash comes back with its expression and the neighbours it had', async () => {
  await log.begin(1, none, EXPR)
  await log.done(await log.begin(1, keys('neighbour')))
  await log.done(await log.begin(2, keys('other')))
  const [write] = (await afterCrash()).writes
  expect(write?.expr).toEqual(EXPR)
  expect(write?.carried.list()).toEqual([keys('neighbour')])
})

test('an unknown outcome is still open after a crash, one that has landed is not', async () => {
  const first = await log.begin(1, keys('unknown'))
  log.doubt(first)
  const second = await log.begin(1, keys('landed'))
  log.doubt(second)
  log.landed(second)
  expect((await afterCrash()).writes.map(({ write }) => write.keys)).toEqual([['unknown']])
})

test('a second crash finds what the first one left open', async () => {
  await log.begin(1, keys('k'))
  const first = await afterCrash()
  const second = await afterCrash()
  expect(second.writes.map(({ intent }) => intent)).toEqual(first.writes.map(({ intent }) => intent))
})

test('recovery knows the collections that live, the ones that ended, and DDL without an answer', async () => {
  journal.append({ kind: 'incarnation', at: 1, id: 1, database: 'default', name: 'a' })
  journal.append({ kind: 'incarnation', at: 1, id: 2, database: 'default', name: 'b' })
  const drop = { operation: 'drop-collection', database: 'default', collection: 'b' } as const
  const intent = journal.append({ kind: 'ddl-intent', at: 1, ddl: drop })
  journal.append({ kind: 'ddl', at: 1, intent, ddl: drop, done: true, incarnation: 2 })
  journal.append({ kind: 'ddl-intent', at: 1, ddl: { operation: 'create-collection', database: 'default', collection: 'b' } })
  const { incarnations, ddls } = await afterCrash()
  expect(incarnations.map(({ id, name }) => [id, name])).toEqual([[1, 'a']])
  expect(ddls.map(({ ddl }) => ddl.operation)).toEqual(['create-collection'])
})

test('a collection with an insert whose ids nobody heard is still to be swept after restarts', async () => {
  const insert = await log.begin(7, keys())
  log.doubt(insert)
  log.landed(insert)
  const named = await log.begin(8, keys('5'))
  log.doubt(named)
  log.landed(named)
  expect((await afterCrash()).unresolved).toEqual([7])
})

const GONE: RowImage = { kind: 'gone' }
const withImage = { image: () => GONE }

/** Which of the writes that have ended have an image, by their keys. */
async function imaged(): Promise<string[]> {
  const all = await entries()
  return all.flatMap((entry, at) => (entry.kind === 'outcome' && images.get(offset(at)) ? entry.write.keys : []))
}

test('a write has the image of what it has made of its keys', async () => {
  await log.done(await log.begin(1, keys('a')), withImage)
  await log.done(await log.begin(1, keys('b')))
  expect(await imaged()).toEqual(['a'])
})

test('Invariant: of two writes of a key side by side the one that ends last has no image', async () => {
  const [first, last, other] = [await log.begin(1, keys('k', 'x')), await log.begin(1, keys('k', 'y')), await log.begin(1, keys('z'))]
  for (const open of [first, last, other]) await log.done(open, withImage)
  expect(await imaged()).toEqual(['k', 'x', 'z'])
})

test('the same key in another collection, or after the first write has ended, is another matter', async () => {
  const [here, there] = [await log.begin(1, keys('k')), await log.begin(2, keys('k'))]
  for (const open of [here, there]) await log.done(open, withImage)
  await log.done(await log.begin(1, keys('k')), withImage)
  expect(await imaged()).toEqual(['k', 'k', 'k'])
})

test('a write beside one in doubt has no image once that one has ended, however it ended', async () => {
  const doubtful = await log.begin(1, keys('k'))
  const beside = await log.begin(1, keys('k'))
  log.doubt(doubtful)
  await log.done(beside, withImage)
  const second = await log.begin(1, keys('k'))
  log.landed(doubtful)
  await log.done(second, withImage)
  expect(await imaged()).toEqual([])
})

test('a write that was never forwarded overlaps with nothing', async () => {
  const [refused, other] = [await log.begin(1, keys('k')), await log.begin(1, keys('k'))]
  log.refused(refused)
  await log.done(other, withImage)
  expect(await imaged()).toEqual(['k'])
})

test('Invariant: what is open when a delete by expression ends has no image; where its reply names the keys, only what shares them', async () => {
  const [erasing, beside] = [await log.begin(1, none, EXPR), await log.begin(1, keys('k'))]
  await log.done(erasing)
  await log.done(beside, withImage)
  expect(await imaged()).toEqual([])
  const [naming, sharing, other] = [await log.begin(1, none, EXPR), await log.begin(1, keys('5')), await log.begin(1, keys('6'))]
  await log.done(naming, { named: ['5'], plain: true })
  for (const open of [sharing, other]) await log.done(open, withImage)
  expect(await imaged()).toEqual(['6'])
})

test('many keys side by side are not compared: neither write has an image after the other', async () => {
  const many = (from: number) => keys(...Array.from({ length: 3_000 }, (_, at) => String(from + at)))
  const [first, last] = [await log.begin(1, many(0)), await log.begin(1, many(10_000))]
  for (const open of [first, last]) await log.done(open, withImage)
  expect((await imaged())[0]).toBe('0')
  expect(await imaged()).toHaveLength(3_000)
})

test('Invariant: a write that was begun before images are of use has none', async () => {
  images = new RowImages()
  log = new WriteLog(journal, { images })
  const early = await log.begin(1, keys('k'))
  images.collect()
  await log.done(early, withImage)
  expect(await imaged()).toEqual([])
})

test('a write that a crash left open keeps others of its key from having an image when it can land no more', async () => {
  await log.begin(1, keys('k'))
  const { writes } = await afterCrash()
  log = new WriteLog(journal, { images, open: writes })
  const beside = await log.begin(1, keys('k'))
  log.landed(writes[0]!)
  await log.done(beside, withImage)
  expect(await imaged()).toEqual([])
})
