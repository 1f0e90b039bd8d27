import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createLogger } from '../lifecycle/logger.ts'
import type { ClusterAccess } from './context.ts'
import { Migrations } from './migrations.ts'
import { MigrationStore, newRecord } from './record.ts'

let dir: string

beforeEach(async () => {
  dir = await fs.mkdtemp(path.join(os.tmpdir(), 'zdm-migrations-'))
})
afterEach(() => fs.rm(dir, { recursive: true, force: true }))

/** An ended and settled migration needs nothing of its clusters. */
const untouched = new Proxy({} as ClusterAccess, {
  get(_, name) {
    throw new Error(`the clusters were asked for ${String(name)}`)
  },
})

test('a journal that a crash left behind an ended migration is removed at the next start', async () => {
  const store = new MigrationStore(path.join(dir, 'ended'))
  await store.create()
  const record = newRecord({ id: 'ended', sourceId: 'source', targetId: 'target', syncLimitMs: 1, indexes: 'auto' }, Date.now())
  await store.saveRecord({ ...record, stage: 'completed', servingSide: 'target', endedAt: Date.now(), settled: true })
  await fs.mkdir(store.journalDir)
  await fs.writeFile(path.join(store.journalDir, '0000000000000000.journal'), 'entries')
  const migrations = new Migrations({ dir, clusters: untouched, segmentBytes: 1_000, precheck: () => Promise.resolve(), log: createLogger('error', {}) })
  await migrations.restore()
  expect(migrations.list()).toMatchObject([{ id: 'ended', stage: 'completed' }])
  await expect(fs.access(store.journalDir)).rejects.toThrow('ENOENT')
})
