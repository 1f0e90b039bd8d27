import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DurableDocument, readDurable, writeDurable } from './durable-file.ts'

let dir: string
let file: string
beforeEach(async () => {
  dir = await fs.mkdtemp(path.join(os.tmpdir(), 'durable-'))
  file = path.join(dir, 'record.json')
})
afterEach(() => fs.rm(dir, { recursive: true, force: true }))

test('a document that was written is read, and only its owner may read it', async () => {
  await writeDurable(file, { key: 'ü', list: [1, null] })
  expect(await readDurable(file)).toEqual({ key: 'ü', list: [1, null] })
  expect((await fs.stat(file)).mode & 0o077).toBe(0)
})

test('no document is told apart from a damaged one', async () => {
  expect(await readDurable(file)).toBeUndefined()
  await fs.writeFile(file, '{"half":')
  await expect(readDurable(file)).rejects.toMatchObject({ code: 'store.damaged' })
})

test('a draft that a crash left behind is harmless', async () => {
  await writeDurable(file, 1)
  await fs.writeFile(`${file}.${process.pid}.0.draft`, '{"ha')
  expect(await readDurable(file)).toBe(1)
  await writeDurable(file, 2)
  expect(await readDurable(file)).toBe(2)
})

test('a document that cannot be replaced stays as it was', async () => {
  await writeDurable(file, 'before')
  const cyclic: Record<string, unknown> = {}
  cyclic.self = cyclic
  await expect(writeDurable(file, cyclic)).rejects.toThrow()
  expect(await readDurable(file)).toBe('before')
})

test('saves that wait together cost one write, and each resolves with the newest value on disk', async () => {
  const document = new DurableDocument<number>(file)
  const found = await Promise.all(Array.from({ length: 50 }, (_, i) => document.save(i).then(() => readDurable(file))))
  expect(found.at(-1)).toBe(49)
  expect(await readDurable(file)).toBe(49)
})

test('a save that failed does not stop later ones', async () => {
  const document = new DurableDocument<number>(path.join(dir, 'later', 'record.json'))
  await expect(document.save(1)).rejects.toMatchObject({ code: 'ENOENT' })
  await fs.mkdir(path.join(dir, 'later'))
  await document.save(2)
  expect(await readDurable(document.file)).toBe(2)
})
