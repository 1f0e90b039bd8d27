// verify: comparing both sides by value against reading alone what it has to read.
import { setTimeout as sleep } from 'node:timers/promises'
import { DEFAULT_DATABASE, findCollection } from '../dataplane/milvus/catalog.ts'
import { EVENTUALLY, readByKeys } from '../dataplane/milvus/entities.ts'
import type { Benchmark } from './benchmark.ts'
import { emptyServer, fillCollection } from './collection.ts'
import { readAll } from './copy-limits.ts'
import { syntheticVectors, wordVectors, type DataSet } from './data-set.ts'
import { isCaughtUp, startMigration, verifyNow, watch, withDataPlane } from './migration.ts'
import { usageOf } from './process-usage.ts'
import { connectTo, type Pair } from './servers.ts'
import { percentile } from './statistics.ts'
import { record, type Table } from './table.ts'

const COLLECTION = 'entities'
/** The client's queries without a verification beside them. */
const ALONE_MS = 2_000

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
      { key: 'besidePerS', title: 'beside a client', digits: 0 },
      { key: 'aloneP50', title: 'its p50 ms alone', digits: 1 },
      { key: 'besideP50', title: 'beside', digits: 1 },
      { key: 'aloneP99', title: 'its p99 ms alone', digits: 1 },
      { key: 'besideP99', title: 'beside', digits: 1 },
    ],
    rows: [],
    notes: [
      'of reading: against reading both sides side by side, same client code and pages, without the data plane; nobody writes',
      'CPU: of the data plane process, for each GB read from one side',
      'beside a client: entities/s while one client queries an entity by its key at the endpoint of the source, again and again; its p50 and p99 without and with it',
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
  await withDataPlane(pair, async ({ plane, source }) => {
    await startMigration(plane)
    await watch(plane, isCaughtUp)
    // The one that begins by itself also warms both sides and the data plane.
    await watch(plane, ({ verification }) => verification?.state === 'completed')
    const { bytes, seconds: readS } = await readBothSides(pair, set)
    const before = await usageOf(plane.pid)
    const seconds = await verifyNow(plane)
    const { cpuS, peakMiB } = await usageOf(plane.pid)
    const client = new URL(source.endpoint).host
    const alone = await queryDuring(client, () => sleep(ALONE_MS))
    let besideS = NaN
    const beside = await queryDuring(client, async () => void (besideS = await verifyNow(plane)))
    record(table, `${pair.label}, ${set.name}`, {
      ofReading: readS / seconds,
      perS: set.words.length / seconds,
      readPerS: set.words.length / readS,
      cpuPerGb: (cpuS - before.cpuS) / (bytes / 1e9),
      peakMiB,
      besidePerS: set.words.length / besideS,
      aloneP50: percentile(alone, 50),
      besideP50: percentile(beside, 50),
      aloneP99: percentile(alone, 99),
      besideP99: percentile(beside, 99),
    })
  })
  await emptyServer(pair.target.server)
}

/** How long each query took (ms) that one client made, one after the other, while `work` went on. */
async function queryDuring(address: string, work: () => Promise<void>): Promise<number[]> {
  const client = connectTo(address, 'the client')
  const shape = (await findCollection(client, { database: DEFAULT_DATABASE, name: COLLECTION }))!
  const times: number[] = []
  let isOver = false
  const done = work().finally(() => (isOver = true))
  while (!isOver) {
    const begin = performance.now()
    await readByKeys(client, { shape, keys: [BigInt(times.length % 1_000)], freshness: EVENTUALLY })
    times.push(performance.now() - begin)
  }
  client.close()
  await done
  return times
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
