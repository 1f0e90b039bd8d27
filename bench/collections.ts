// collections: what a migration costs for each collection, however little it holds.
import { DEFAULT_DATABASE, loadCollection, releaseCollection } from '../dataplane/milvus/catalog.ts'
import { insert } from '../dataplane/milvus/entities.ts'
import type { Benchmark } from './benchmark.ts'
import { columnsOf, emptyServer, fillCollection } from './collection.ts'
import { wordVectors, type DataSet } from './data-set.ts'
import { cutOver, cutoverTimes, isCaughtUp, isSyncing, startMigration, verifyNow, watch, withDataPlane, type Run } from './migration.ts'
import { usageOf } from './process-usage.ts'
import { connectTo, type Pair } from './servers.ts'
import { record } from './table.ts'

/** In each collection of the source at first. */
const ENTITIES = 100
/** Of the source's collections. */
const STATES = ['nobody writes', 'all written to', 'released'] as const
/** Of the entities that a client inserts. */
let nextKey = 1_000_000_000n

export const collections: Benchmark = {
  table: () => ({
    name: 'collections',
    title: `a migration of several collections of ${ENTITIES} entities each`,
    columns: [
      { key: 'eachMs', title: 'ms a collection', digits: 0 },
      { key: 'toSyncS', title: 'start to sync s', digits: 1 },
      { key: 'cpuS', title: 'CPU s', digits: 2 },
      { key: 'verifyS', title: 'verify s', digits: 1 },
      { key: 'stopMs', title: 'stop to switch ms', digits: 0 },
      { key: 'heldMs', title: 'held ms', digits: 0 },
      { key: 'peakMiB', title: 'peak MiB', digits: 0 },
    ],
    rows: [],
    notes: [
      'ms a collection: start to sync, with precheck, index and load, over the number of collections; CPU until then, and peak memory: of the data plane',
      'verify s: a comparison of all of them by value; all written to: by one client, an entity to each in turn, while the sync is stopped',
      'released: before the migration, which loads them to read them',
    ],
  }),
  async measure(pair, settings, table) {
    const set = wordVectors(ENTITIES)
    let made = 0
    for (const count of [...settings.collections].sort((a, b) => a - b)) {
      for (; made < count; made++) await fillCollection(pair.source.server, nameOf(made), set)
      for (const state of STATES)
        for (let run = 0; run < settings.runs; run++) {
          await eachLoaded(pair, count, state !== 'released')
          const times = await withDataPlane(pair, (running) => measureOnce(running, count, state === 'all written to' ? set : undefined))
          record(table, `${pair.label}, ${count}, ${state}`, times)
          await emptyServer(pair.target.server)
        }
    }
    await emptyServer(pair.source.server)
  },
}

async function eachLoaded({ source: { server } }: Pair, count: number, isLoaded: boolean): Promise<void> {
  for (let n = 0; n < count; n++) await (isLoaded ? loadCollection : releaseCollection)(server, { database: DEFAULT_DATABASE, name: nameOf(n) })
}

/** `written`: entities for a client that writes to all collections while the sync is stopped. */
async function measureOnce({ plane, source }: Run, count: number, written: DataSet | undefined): Promise<Record<string, number>> {
  const begin = performance.now()
  await startMigration(plane)
  await watch(plane, isSyncing)
  const toSyncS = (performance.now() - begin) / 1000
  const { cpuS } = await usageOf(plane.pid)
  await watch(plane, isCaughtUp)
  await watch(plane, ({ verification }) => verification?.state === 'completed')
  const verifyS = await verifyNow(plane)
  const writer = written && startWriter(new URL(source.endpoint).host, written, count)
  const times = cutoverTimes(await cutOver(plane))
  await writer?.stop()
  const { peakMiB } = await usageOf(plane.pid)
  return { eachMs: (toSyncS / count) * 1000, toSyncS, cpuS, verifyS, ...times, peakMiB }
}

/** One client that inserts an entity into each collection in turn. What is refused at the switch is not made again. */
function startWriter(address: string, set: DataSet, count: number): { stop(): Promise<void> } {
  const client = connectTo(address, 'the client')
  let isOver = false
  const writes = (async () => {
    for (; !isOver; nextKey++) {
      const keys = [nextKey]
      const to = { database: DEFAULT_DATABASE, collection: nameOf(Number(nextKey) % count), partition: '' }
      await insert(client, to, { columns: columnsOf(set, keys), keys }).catch(() => undefined)
    }
    client.close()
  })()
  return {
    async stop() {
      isOver = true
      await writes
    },
  }
}

function nameOf(collection: number): string {
  return `c${collection}`
}
