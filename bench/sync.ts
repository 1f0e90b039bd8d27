// sync: how far the target is behind under a steady write load.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Benchmark } from './benchmark.ts'
import type { Run } from './migration.ts'
import { percentile } from './statistics.ts'
import { record } from './table.ts'
import { underLoad } from './under-load.ts'

const SAMPLE_MS = 50

export const sync: Benchmark = {
  table: (settings) => ({
    name: 'sync',
    title: `lag under ${settings.rate} calls/s of a pymilvus client, sampled for ${settings.syncMs / 1000} s`,
    columns: [
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
    notes: ['inserts, upserts and deletes of 5 rows each, 5 % of them deletes by expression; 128-d vectors, 4 threads'],
  }),
  async measure(pair, settings, table) {
    for (let run = 0; run < settings.runs; run++)
      await underLoad(pair, settings.rate, async (running, load) => {
        const before = load.counts()
        const begin = performance.now()
        const lags = await sampleLag(running, settings.syncMs)
        const seconds = (performance.now() - begin) / 1000
        const after = await load.stop()
        record(table, pair.label, {
          p50Ms: percentile(lags, 50),
          p99Ms: percentile(lags, 99),
          mostMs: percentile(lags, 100),
          callsPerS: (after.acknowledged - before.acknowledged) / seconds,
          rowsPerS: (after.rows - before.rows) / seconds,
          clientP50Ms: after.p50Ms,
          clientP99Ms: after.p99Ms,
          failed: after.failed + after.refused,
        })
      })
  },
}

/** The lag as the facts say it: the age of the oldest accepted write that is not applied yet. */
async function sampleLag({ plane }: Run, forMs: number): Promise<number[]> {
  const lags: number[] = []
  for (const end = Date.now() + forMs; Date.now() < end; await sleep(SAMPLE_MS)) {
    const { sync: facts, failure } = await plane.migration('move')
    if (failure) throw new Error(`the migration failed: ${failure.message}`)
    lags.push(facts.lagMs ?? 0)
  }
  return lags
}
