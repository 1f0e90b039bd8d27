// sync: how far the target is behind under a steady write load.
import fs from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startFaultProxy } from '../dataplane/testing/fault-proxy.ts'
import type { Benchmark } from './benchmark.ts'
import { ID, watch, type Run } from './migration.ts'
import type { Pair } from './servers.ts'
import type { Settings } from './settings.ts'
import { percentile } from './statistics.ts'
import { record, type Table } from './table.ts'
import { underLoad } from './under-load.ts'
import type { WriteLoad } from './write-load.ts'

const SAMPLE_MS = 20
/** What was written during the copy has been applied by then; that is the catch-up's business. */
const STEADY_AFTER_MS = 1_000

/** The target takes nothing for so long, and then has to be caught up with. */
const PAUSE_MS = 5_000
const CAUGHT_UP_MS = 500
/** So that nothing of the journal is trimmed before it is measured. */
const ONE_SEGMENT = { JOURNAL_SEGMENT_BYTES: String(2 ** 30) }
/** Of a row of the write load: 128 floats and two int64. */
const ROW_BYTES = 128 * 4 + 2 * 8

export const sync: Benchmark = {
  table: (settings) => ({
    name: 'sync',
    title: `lag under a steady pymilvus client, sampled for ${settings.syncMs / 1000} s`,
    columns: [
      { key: 'catchUp', title: 'catch-up × rate', digits: 1 },
      { key: 'journalPerByte', title: 'journal B/B', digits: 2 },
      { key: 'p50Ms', title: 'lag p50 ms', digits: 0 },
      { key: 'p99Ms', title: 'lag p99 ms', digits: 0 },
      { key: 'mostMs', title: 'lag most ms', digits: 0 },
      { key: 'callsPerS', title: 'calls/s', digits: 0 },
      { key: 'rowsPerS', title: 'rows/s', digits: 0 },
      { key: 'clientP50Ms', title: 'client p50 ms', digits: 1 },
      { key: 'clientP99Ms', title: 'client p99 ms', digits: 1 },
      { key: 'failed', title: 'failed', digits: 0 },
    ],
    rows: [],
    notes: [
      'inserts, upserts and deletes of 5 rows each, 5 % of them deletes by expression; 128-d vectors, 4 threads',
      `catch-up: how many times faster than the client writes the applier is, after the target has taken nothing for ${PAUSE_MS / 1000} s`,
      'journal: bytes written to it for each byte of the rows that the client wrote or deleted',
    ],
  }),
  async measure(pair, settings, table) {
    for (const rate of settings.rates)
      for (let run = 0; run < settings.runs; run++) {
        await measureLag(pair, rate, settings, table)
        await measureCatchUp(pair, rate, table)
      }
  },
}

const labelOf = (pair: Pair, rate: number) => `${pair.label}, ${rate} calls/s`

async function measureLag(pair: Pair, rate: number, settings: Settings, table: Table): Promise<void> {
  const measured = async (running: Run, load: WriteLoad) => {
    await sleep(STEADY_AFTER_MS)
    const [before, journalBefore] = [load.counts(), await journalBytes(running)]
    const begin = performance.now()
    const lags = await sampleLag(running, settings.syncMs)
    const seconds = (performance.now() - begin) / 1000
    const [during, journalAfter] = [load.counts(), await journalBytes(running)]
    const after = await load.stop()
    record(table, labelOf(pair, rate), {
      journalPerByte: (journalAfter - journalBefore) / ((during.rows - before.rows) * ROW_BYTES),
      p50Ms: percentile(lags, 50),
      p99Ms: percentile(lags, 99),
      mostMs: percentile(lags, 100),
      callsPerS: (during.acknowledged - before.acknowledged) / seconds,
      rowsPerS: (during.rows - before.rows) / seconds,
      clientP50Ms: after.p50Ms,
      clientP99Ms: after.p99Ms,
      failed: after.failed + after.refused,
    })
  }
  await underLoad(pair, rate, measured, { env: ONE_SEGMENT })
}

async function journalBytes({ plane }: Run): Promise<number> {
  const folder = path.join(plane.dir, 'dataplane/migrations', ID, 'journal')
  const sizes = await Promise.all((await fs.readdir(folder)).map(async (name) => (await fs.stat(path.join(folder, name))).size))
  return sizes.reduce((sum, size) => sum + size, 0)
}

async function measureCatchUp(pair: Pair, rate: number, table: Table): Promise<void> {
  const proxy = await startFaultProxy(pair.target.address)
  const measured = async ({ plane }: Run) => {
    const stalledAt = performance.now()
    await proxy.set('stall')
    await sleep(PAUSE_MS)
    await proxy.set(undefined)
    const begin = performance.now()
    await watch(plane, ({ sync: { lagMs } }) => lagMs !== null && lagMs < CAUGHT_UP_MS, { everyMs: 10 })
    const end = performance.now()
    record(table, labelOf(pair, rate), { catchUp: (end - stalledAt) / (end - begin) })
  }
  await underLoad(pair, rate, measured, { targetAddress: proxy.address }).finally(() => proxy.stop())
}

/** The lag as the facts say it: the age of the oldest accepted write that is not applied yet. */
async function sampleLag({ plane }: Run, forMs: number): Promise<number[]> {
  const lags: number[] = []
  for (const end = Date.now() + forMs; Date.now() < end; await sleep(SAMPLE_MS)) {
    const { sync: facts, failure } = await plane.migration(ID)
    if (failure) throw new Error(`the migration failed: ${failure.message}`)
    lags.push(facts.lagMs ?? 0)
  }
  return lags
}
