// verify: comparing both sides by value against reading alone what it has to read.
import type { Benchmark } from './benchmark.ts'
import { emptyServer, fillCollection } from './collection.ts'
import { readAll } from './copy-limits.ts'
import { DEFAULT_DATABASE, findCollection } from '../dataplane/milvus/catalog.ts'
import { syntheticVectors, wordVectors, type DataSet } from './data-set.ts'
import { ID, isCaughtUp, startMigration, watch, withDataPlane } from './migration.ts'
import { usageOf } from './process-usage.ts'
import type { Pair } from './servers.ts'
import { record, type Table } from './table.ts'

const COLLECTION = 'entities'

export const verify: Benchmark = {
  table: (settings) => ({
    name: 'verify',
    title: `${settings.entities.toLocaleString('en-US')} entities compared by value on both sides`,
    columns: [
      { key: 'ofReading', title: 'of reading', digits: 2 },
      { key: 'perS', title: 'entities/s', digits: 0 },
      { key: 'readPerS', title: 'read-only/s', digits: 0 },
      { key: 'cpuPerGb', title: 'CPU s/GB', digits: 1 },
      { key: 'peakMiB', title: 'peak MiB', digits: 0 },
    ],
    rows: [],
    notes: [
      'of reading: against reading both sides side by side, same client code and pages, without the data plane; nobody writes',
      'CPU: of the data plane process, for each GB read from one side',
    ],
  }),
  async measure(pair, settings, table) {
    for (const set of [wordVectors(settings.entities), syntheticVectors(settings.entities)]) {
      await fillCollection(pair.source.server, COLLECTION, set)
      for (let run = 0; run < settings.runs; run++) await measureOnce(pair, set, table)
      await emptyServer(pair.source.server)
    }
  },
}

async function measureOnce(pair: Pair, set: DataSet, table: Table): Promise<void> {
  await withDataPlane(pair, async ({ plane }) => {
    await startMigration(plane)
    await watch(plane, isCaughtUp)
    // The one that begins by itself also warms both sides and the data plane.
    await watch(plane, ({ verification }) => verification?.state === 'completed')
    const { bytes, seconds: readS } = await readBothSides(pair, set)
    const before = await usageOf(plane.pid)
    const begin = performance.now()
    await plane.api('POST', `/v1/migrations/${ID}/verification`)
    const { verification } = await watch(plane, ({ verification: one }) => one?.trigger === 'user' && one.state === 'completed', { everyMs: 5 })
    const seconds = (performance.now() - begin) / 1000
    if (verification?.verdict !== 'identical') throw new Error(`the verification says ${verification?.verdict}`)
    const { cpuS, peakMiB } = await usageOf(plane.pid)
    record(table, `${pair.label}, ${set.name}`, {
      ofReading: readS / seconds,
      perS: set.words.length / seconds,
      readPerS: set.words.length / readS,
      cpuPerGb: (cpuS - before.cpuS) / (bytes / 1e9),
      peakMiB,
    })
  })
  await emptyServer(pair.target.server)
}

/** Seconds to read both sides whole at the same time, and the bytes of one. */
async function readBothSides(pair: Pair, set: DataSet): Promise<{ seconds: number; bytes: number }> {
  const begin = performance.now()
  const [source] = await Promise.all(
    [pair.source, pair.target].map(async (side) => {
      const shape = await findCollection(side.server, { database: DEFAULT_DATABASE, name: COLLECTION })
      return readAll({ ...pair, source: side }, shape!, set.words.length)
    }),
  )
  return { seconds: (performance.now() - begin) / 1000, bytes: source!.bytes }
}
