// cutover: how long writes are held, and what a client that goes on writing notices of it.
import type { Benchmark } from './benchmark.ts'
import { cutOver } from './migration.ts'
import { record } from './table.ts'
import { underLoad } from './under-load.ts'

/** Writes that have to go through before the sync is stopped, and on the target afterwards. */
const CALLS_AROUND = 100
const THREADS = 4

export const cutover: Benchmark = {
  table: (settings) => ({
    name: 'cutover',
    title: `one in each run, under ${settings.rates[0]} calls/s of a pymilvus client`,
    columns: [
      { key: 'heldMs', title: 'held ms', digits: 0 },
      { key: 'failed', title: 'failed calls', digits: 0 },
      { key: 'longestMs', title: 'longest write ms', digits: 0 },
      { key: 'refused', title: 'refused, made again', digits: 0 },
      { key: 'attempts', title: 'tries', digits: 0 },
      { key: 'stopMs', title: 'stop to switch ms', digits: 0 },
    ],
    rows: [],
    notes: [
      'held: by the data plane; longest write: from its first try to its acknowledgement, wherever, in the whole run',
      'refused: answered by the source, whose data has moved, and made again on the target by the client: 4 threads, at most once each',
    ],
  }),
  async measure(pair, settings, table) {
    for (let run = 0; run < settings.runs; run++)
      await underLoad(pair, settings.rates[0], async ({ plane }, load) => {
        const { acknowledged } = load.counts()
        await load.until((counts) => counts.acknowledged > acknowledged + CALLS_AROUND)
        const facts = await cutOver(plane)
        await load.until((counts) => counts.moved === THREADS)
        const atSwitch = load.counts().acknowledged
        await load.until((counts) => counts.acknowledged > atSwitch + CALLS_AROUND)
        const after = await load.stop()
        record(table, pair.label, {
          heldMs: facts.cutover.heldMs ?? NaN,
          failed: after.failed,
          longestMs: after.gapMs,
          refused: after.refused,
          attempts: facts.cutover.attempts,
          stopMs: (facts.endedAt ?? NaN) - (facts.stopRequestedAt ?? NaN),
        })
        if (after.failed > 0) table.notes.push(`a failed call: ${after.lastFailure}`)
      })
  },
}
