import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Journal } from '../journal/journal.ts'
import { addCollection, startMilvusDouble, type MilvusDouble } from '../testing/milvus-double.ts'
import { Incarnations } from './incarnations.ts'
import { SourceCollections } from './source-collections.ts'

const AT = { database: 'default', name: 'c' }
const TO = { database: 'default', collection: 'c' }

let dir: string
let source: MilvusDouble
let journal: Journal
let collections: SourceCollections

beforeEach(async () => {
  dir = await fs.mkdtemp(path.join(os.tmpdir(), 'zdm-hold-'))
  source = await startMilvusDouble()
  addCollection(source, 'c')
  addCollection(source, 'other')
  source.collections.get('c')!.aliases.push('alias')
  journal = await Journal.open(dir, { segmentBytes: 1024 * 1024 })
  collections = new SourceCollections({ source: source.server, journal, incarnations: new Incarnations() })
})
afterEach(async () => {
  await journal.close()
  source.stop()
  await fs.rm(dir, { recursive: true, force: true })
})

const never = new AbortController().signal
const soon = () => new Promise((resolve) => setTimeout(resolve, 30))

test('while writers are held, also those by an alias, readers and DDL of the collection and writers of others go on', async () => {
  const release = await collections.holdWriters(AT, never)
  const entered: string[] = []
  const writers = ['c', 'alias'].map(async (collection) => {
    const { release: leave } = await collections.enter({ database: 'default', collection }, 'writer')
    entered.push(collection)
    leave()
  })
  await soon()
  ;(await collections.enter(TO)).release()
  ;(await collections.enter({ database: 'default', collection: 'other' }, 'writer')).release()
  for (const operation of ['truncate-collection', 'create-database'] as const) {
    const done = await collections.lockFor({ operation, database: 'default', collection: operation === 'create-database' ? '' : 'c' })
    done()
  }
  expect(entered).toEqual([])
  release()
  await Promise.all(writers)
  expect(entered.sort()).toEqual(['alias', 'c'])
})

test('writers under way end before the hold begins, and a hold that is given up holds nobody', async () => {
  const { release: leave } = await collections.enter(TO, 'writer')
  const abort = new AbortController()
  const holding = collections.holdWriters(AT, abort.signal)
  const late = collections.enter(TO, 'writer')
  await soon()
  abort.abort(new Error('too long'))
  await expect(holding).rejects.toThrow('too long')
  ;(await late).release()
  leave()
  ;(await collections.holdWriters(AT, never))()
})
