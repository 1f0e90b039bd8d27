// collections: what a migration costs for each collection, however little it holds.
import type { Benchmark } from './benchmark.ts'
import { emptyServer, fillCollection } from './collection.ts'
import { wordVectors } from './data-set.ts'
import { cutOver, cutoverTimes, isCaughtUp, isSyncing, startMigration, watch, withDataPlane, type Run } from './migration.ts'
import { usageOf } from './process-usage.ts'
import { record } from './table.ts'

/** In each collection. */
const ENTITIES = 100

export const collections: Benchmark = {
  table: () => ({
    name: 'collections',
    title: `a migration of several collections of ${ENTITIES} entities each, nobody writes`,
    columns: [
      { key: 'eachMs', title: 'ms a collection', digits: 0 },
      { key: 'toSyncS', title: 'start to sync s', digits: 1 },
      { key: 'cpuS', title: 'CPU s', digits: 2 },
      { key: 'stopMs', title: 'stop to switch ms', digits: 0 },
      { key: 'heldMs', title: 'held ms', digits: 0 },
      { key: 'peakMiB', title: 'peak MiB', digits: 0 },
    ],
    rows: [],
    notes: ['ms a collection: start to sync, with precheck, index and load, over the number of collections; CPU until then, and peak memory: of the data plane'],
  }),
  async measure(pair, settings, table) {
    const set = wordVectors(ENTITIES)
    let made = 0
    for (const count of [...settings.collections].sort((a, b) => a - b)) {
      for (; made < count; made++) await fillCollection(pair.source.server, `c${made}`, set)
      for (let run = 0; run < settings.runs; run++) {
        record(table, `${pair.label}, ${count}`, await withDataPlane(pair, (running) => measureOnce(running, count)))
        await emptyServer(pair.target.server)
      }
    }
    await emptyServer(pair.source.server)
  },
}

async function measureOnce({ plane }: Run, count: number): Promise<Record<string, number>> {
  const begin = performance.now()
  await startMigration(plane)
  await watch(plane, isSyncing)
  const toSyncS = (performance.now() - begin) / 1000
  const { cpuS } = await usageOf(plane.pid)
  await watch(plane, isCaughtUp)
  const times = cutoverTimes(await cutOver(plane))
  const { peakMiB } = await usageOf(plane.pid)
  return { eachMs: (toSyncS / count) * 1000, toSyncS, cpuS, ...times, peakMiB }
}
