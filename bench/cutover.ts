// cutover: how long writes are held, and what a client that goes on writing notices of it.
import fs from 'node:fs/promises'
import path from 'node:path'
import type { DataPlaneProcess } from '../dataplane/testing/data-plane-process.ts'
import type { Benchmark } from './benchmark.ts'
import { cutOver, cutoverTimes } from './migration.ts'
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
      { key: 'drain', title: 'drain', digits: 0 },
      { key: 'apply', title: 'apply', digits: 0 },
      { key: 'compare', title: 'compare', digits: 0 },
      { key: 'failed', title: 'failed calls', digits: 0 },
      { key: 'longestMs', title: 'longest write ms', digits: 0 },
      { key: 'refused', title: 'refused, made again', digits: 0 },
      { key: 'attempts', title: 'tries', digits: 0 },
      { key: 'stopMs', title: 'stop to switch ms', digits: 0 },
    ],
    rows: [],
    notes: [
      'held: by the data plane: until the calls under way had ended (drain), all was applied, and the sides were compared; longest write: from its first try to its acknowledgement, wherever, in the whole run',
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
          ...cutoverTimes(facts),
          ...(await spentMs(plane)),
          failed: after.failed,
          longestMs: after.gapMs,
          refused: after.refused,
          attempts: facts.cutover.attempts,
        })
        if (after.failed > 0) table.notes.push(`a failed call: ${after.lastFailure}`)
      })
  },
}

/** What the last try's hold was made of, from the log of the data plane. */
async function spentMs(plane: DataPlaneProcess): Promise<Record<string, number>> {
  const log = await fs.readFile(path.join(plane.dir, 'data-plane.log'), 'utf8')
  const tried = log.split('\n').findLast((line) => line.includes('"cutover tried"'))
  return (JSON.parse(tried!) as { spentMs: Record<string, number> }).spentMs
}
