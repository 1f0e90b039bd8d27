// cutover: how long writes are held, and what a client that goes on writing notices of it.
import fs from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createCollection, createIndex } from '../dataplane/milvus/catalog.ts'
import type { DataPlaneProcess } from '../dataplane/testing/data-plane-process.ts'
import { emptyCollection } from '../dataplane/testing/empty-collection.ts'
import type { Benchmark } from './benchmark.ts'
import { cutOver, cutoverTimes } from './migration.ts'
import { connectTo } from './servers.ts'
import { record } from './table.ts'
import { underLoad } from './under-load.ts'

/** Writes that have to go through before the sync is stopped, and on the target afterwards. */
const CALLS_AROUND = 100
const THREADS = 4
/** Between two collections that a client makes. */
const MAKING_MS = 1_500

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
      'collections made: another client makes one with its index every 1.5 s',
      'refused: answered by the source, whose data has moved, and made again on the target by the client: 4 threads, at most once each',
    ],
  }),
  async measure(pair, settings, table) {
    for (const isMaking of [false, true])
      for (let run = 0; run < settings.runs; run++)
        await underLoad(pair, settings.rates[0], async ({ plane, source }, load) => {
          const maker = isMaking ? startMaker(new URL(source.endpoint).host) : undefined
          const { acknowledged } = load.counts()
          await load.until((counts) => counts.acknowledged > acknowledged + CALLS_AROUND)
          const facts = await cutOver(plane)
          await maker?.stop()
          await load.until((counts) => counts.moved === THREADS)
          const atSwitch = load.counts().acknowledged
          await load.until((counts) => counts.acknowledged > atSwitch + CALLS_AROUND)
          const after = await load.stop()
          record(table, isMaking ? `${pair.label}, collections made` : pair.label, {
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

/** One client that makes a collection with its index, and then another. What is refused at the switch is not made again. */
function startMaker(address: string): { stop(): Promise<void> } {
  const client = connectTo(address, 'the client')
  const over = new AbortController()
  const making = (async () => {
    for (let n = 0; !over.signal.aborted; n++) {
      const shape = emptyCollection(`made${n}`)
      const index = { field: 'emb', name: '', params: { index_type: 'FLAT', metric_type: 'L2' } }
      await createCollection(client, shape).then(() => createIndex(client, shape, index)).catch(() => undefined)
      await sleep(MAKING_MS, undefined, { signal: over.signal }).catch(() => undefined)
    }
    client.close()
  })()
  return {
    async stop() {
      over.abort()
      await making
    },
  }
}

/** What the last try's hold was made of, from the log of the data plane. */
async function spentMs(plane: DataPlaneProcess): Promise<Record<string, number>> {
  const log = await fs.readFile(path.join(plane.dir, 'data-plane.log'), 'utf8')
  const tried = log.split('\n').findLast((line) => line.includes('"cutover tried"'))
  return (JSON.parse(tried!) as { spentMs: Record<string, number> }).spentMs
}
