import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { offset, type Entry } from './entry.ts'
import { Journal } from './journal.ts'
import { segmentFile } from './segments.ts'

let dir: string
const opened: Journal[] = []

beforeEach(async () => {
  dir = await fs.mkdtemp(path.join(os.tmpdir(), 'journal-'))
})
afterEach(async () => {
  vi.restoreAllMocks()
  for (const journal of opened.splice(0)) await journal.close()
  await fs.rm(dir, { recursive: true, force: true })
})

const beat = (at: number): Entry => ({ kind: 'heartbeat', at })

async function open(options?: { segmentBytes?: number }): Promise<Journal> {
  const journal = await Journal.open(dir, options)
  opened.push(journal)
  return journal
}

async function times(journal: Journal, from = journal.begin): Promise<number[]> {
  const reader = journal.reader(from)
  const found: number[] = []
  try {
    for (let entries = await reader.read(7); entries.length > 0; entries = await reader.read(7)) found.push(...entries.map(({ entry }) => entry.at))
    return found
  } finally {
    await reader.close()
  }
}

/** Spies on the prototype that every FileHandle shares. */
async function spyOnDatasync() {
  const handle = await fs.open(path.join(dir, 'probe'), 'w')
  const spy = vi.spyOn(Object.getPrototypeOf(handle) as { datasync: () => Promise<void> }, 'datasync')
  await handle.close()
  return spy
}

const file = () => segmentFile(dir, offset(0))

test('an entry whose durable promise resolved is there for a second process that never saw the first one close', async () => {
  const journal = await open()
  for (let i = 0; i < 20; i++) journal.append(beat(i))
  await journal.durable()
  const again = await open()
  expect(again.end).toBe(20)
  expect(await times(again)).toEqual(Array.from({ length: 20 }, (_, i) => i))
})

test('an entry keeps every character and every key as it was', async () => {
  const journal = await open()
  const keys = ['-9223372036854775808', '9223372036854775807', 'ü€😀"\\\n', '']
  const entry: Entry = { kind: 'intent', at: 1, incarnation: 3, write: { scope: 'täglich', keys }, expr: { expr: 'a == "b"', templates: 'AAE=' } }
  await journal.appendDurable(entry)
  const reader = journal.reader(offset(0))
  expect(await reader.read(1)).toEqual([{ at: 0, entry }])
  await reader.close()
})

test('a reader at the end of the journal takes no more memory than there is to read', async () => {
  const journal = await open()
  const reader = journal.reader(offset(0))
  const taken = vi.spyOn(Buffer, 'allocUnsafe')
  for (let i = 0; i < 20; i++) {
    await journal.appendDurable(beat(i))
    expect(await reader.read(7)).toHaveLength(1)
  }
  await reader.close()
  const bytes = taken.mock.calls.reduce((sum, [size]) => sum + size, 0)
  expect(bytes).toBeLessThan(10 * journal.bytes)
})

test('many waiters share few writes to disk', async () => {
  const journal = await open()
  const spy = await spyOnDatasync()
  await Promise.all(Array.from({ length: 500 }, (_, i) => journal.appendDurable(beat(i))))
  expect(journal.durableEnd).toBe(500)
  expect(spy.mock.calls.length).toBeLessThanOrEqual(3)
})

test('an entry that nobody waits for becomes durable by itself', async () => {
  const journal = await open()
  const told = new Promise<void>((resolve) => journal.onDurable(resolve))
  journal.append(beat(1))
  expect(journal.durableEnd).toBe(0)
  await told
  expect(journal.durableEnd).toBe(1)
})

test('a reader never passes the durable end', async () => {
  const journal = await open()
  await journal.appendDurable(beat(1))
  journal.append(beat(2))
  const reader = journal.reader(offset(0))
  expect((await reader.read(10)).map(({ at }) => at)).toEqual([0])
  await journal.durable()
  expect((await reader.read(10)).map(({ at }) => at)).toEqual([1])
  await reader.close()
})

test('segments roll, are read across, and those below a bound are trimmed', async () => {
  const journal = await open({ segmentBytes: 200 })
  for (let i = 0; i < 40; i++) await journal.appendDurable(beat(i))
  const before = (await fs.readdir(dir)).length
  expect(before).toBeGreaterThan(3)
  expect(await times(journal)).toHaveLength(40)
  expect(await times(journal, offset(23))).toEqual(Array.from({ length: 17 }, (_, i) => i + 23))
  await journal.trim(offset(20))
  expect(journal.begin).toBeGreaterThan(0)
  expect(journal.begin).toBeLessThanOrEqual(20)
  expect((await fs.readdir(dir)).length).toBeLessThan(before)
  expect((await times(journal)).at(-1)).toBe(39)
  const again = await open({ segmentBytes: 200 })
  expect([again.begin, again.end]).toEqual([journal.begin, offset(40)])
})

test('the segment that is written to is never trimmed', async () => {
  const journal = await open()
  await journal.appendDurable(beat(1))
  await journal.trim(offset(1))
  expect(await times(journal)).toEqual([1])
})

test('reading below what is kept is refused, not answered with something else', async () => {
  const journal = await open({ segmentBytes: 60 })
  for (let i = 0; i < 10; i++) await journal.appendDurable(beat(i))
  await journal.trim(offset(8))
  await expect(times(journal, offset(0))).rejects.toMatchObject({ code: 'journal.damaged' })
})

test.each([1, 4, 8, 9, 20])('a record cut off %i bytes after its beginning is removed, and the journal goes on behind the last whole one', async (kept) => {
  const journal = await open()
  for (let i = 0; i < 3; i++) await journal.appendDurable(beat(i))
  const whole = await fs.readFile(file())
  await journal.appendDurable(beat(3))
  await fs.truncate(file(), whole.length + kept)
  const again = await open()
  expect(again.end).toBe(3)
  expect((await fs.stat(file())).size).toBe(whole.length)
  await again.appendDurable(beat(9))
  expect(await times(again)).toEqual([0, 1, 2, 9])
})

test('zeros that a power loss left at the end are removed', async () => {
  const journal = await open()
  await journal.appendDurable(beat(1))
  await fs.appendFile(file(), Buffer.alloc(4096))
  expect(await times(await open())).toEqual([1])
})

test.each([
  ['the text', 12],
  ['the sum', 5],
  ['the length', 2],
])('damage of %s of a record in the middle is refused, never taken for a torn end', async (_, at) => {
  const journal = await open()
  await journal.appendDurable(beat(0))
  const { length } = await fs.readFile(file())
  for (let i = 1; i < 5; i++) await journal.appendDurable(beat(i))
  const body = await fs.readFile(file())
  body[length + at] = (body[length + at] ?? 0) ^ 0x11
  await fs.writeFile(file(), body)
  await expect(Journal.open(dir)).rejects.toMatchObject({ code: 'journal.damaged' })
})

test('damage in an older segment is found by its reader', async () => {
  const journal = await open({ segmentBytes: 60 })
  for (let i = 0; i < 6; i++) await journal.appendDurable(beat(i))
  const body = await fs.readFile(file())
  body[body.length - 3] = 0
  await fs.writeFile(file(), body)
  await expect(times(journal)).rejects.toMatchObject({ code: 'journal.damaged' })
})

test('a full disk refuses what did not get there and everything after it; what was durable stays', async () => {
  const journal = await open({ segmentBytes: 1 })
  // The second segment is a device that is always full.
  await fs.symlink('/dev/full', segmentFile(dir, offset(1)))
  await journal.appendDurable(beat(1))
  const full = { code: 'journal.write_failed', publicMessage: expect.stringContaining('the disk is full') as string }
  await expect(journal.appendDurable(beat(2))).rejects.toMatchObject(full)
  expect(() => journal.append(beat(3))).toThrow(expect.objectContaining(full) as Error)
  await expect(journal.durable()).rejects.toMatchObject(full)
  expect(journal.durableEnd).toBe(1)
  expect(await times(journal)).toEqual([1])
})
