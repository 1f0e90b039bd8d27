// gateway: what a client pays for going through the endpoint instead of directly to the server, without a migration and
// while one captures its writes.
import type { Benchmark } from './benchmark.ts'
import { emptyServer, fillCollection } from './collection.ts'
import { wordVectors, type DataSet } from './data-set.ts'
import { CALLS, LARGE_CALLS, READ_COLLECTION, timeCall, type Timing, type Way } from './gateway-calls.ts'
import { isCaughtUp, startMigration, watch, withDataPlane, type Run } from './migration.ts'
import { timePymilvus, timeNodeSdk, type SdkWays } from './sdk-calls.ts'
import { connectTo, type Pair } from './servers.ts'
import type { Settings } from './settings.ts'
import { record, type Table } from './table.ts'

const ENTITIES = 2_000
const CLIENTS = [1, 8, 64]
/** The data plane has just been started, and Node compiles what runs often: an endpoint serves for months. */
const WARM_UP_MS = 300
/** Each way inserts into a collection of its own: the faster one would make the other's reads slower. */
const WRITTEN = { direct: 'written_direct', through: 'written_through' }

export const gateway: Benchmark = {
  table: () => ({
    name: 'gateway',
    title: 'unary calls through an endpoint against direct ones',
    columns: [
      { key: 'ofDirect', title: 'calls/s of direct', digits: 2 },
      { key: 'ofOpen', title: 'captured of not', digits: 2 },
      { key: 'addedMs', title: 'added p50 ms', digits: 2 },
      { key: 'directMs', title: 'direct p50 ms', digits: 2 },
      { key: 'throughMs', title: 'through p50 ms', digits: 2 },
      { key: 'throughPerS', title: 'through calls/s', digits: 0 },
    ],
    rows: [],
    notes: [
      'both ways take turns of 0.1 s in one run; clients are raw gRPC clients in one Node process beside the data plane, except where an SDK is named (1 client)',
      'captured: the cluster is the source of a migration that applies to the other server meanwhile, on the same machine;',
      'captured of not: calls/s through the endpoint with capture against those without it, earlier in the same run',
    ],
  }),
  async measure(pair, settings, table) {
    const set = wordVectors(ENTITIES)
    for (let run = 0; run < settings.runs; run++) {
      for (const name of [READ_COLLECTION, ...Object.values(WRITTEN)]) await fillCollection(pair.source.server, name, set)
      await withDataPlane(pair, (running) => measureOnce(pair, running, set, settings, table))
      await emptyServer(pair.source.server)
      await emptyServer(pair.target.server)
    }
  },
}

async function measureOnce(pair: Pair, { plane, source }: Run, set: DataSet, settings: Settings, table: Table): Promise<void> {
  const through = new URL(source.endpoint).host
  await timeAll(pair, through, set, Math.min(WARM_UP_MS, settings.sliceMs))
  const open = await timeAll(pair, through, set, settings.sliceMs)
  await startMigration(plane)
  await watch(plane, isCaughtUp)
  // What one kind of call leaves to be applied must not slow the next one down.
  const captured = await timeAll(pair, through, set, settings.sliceMs, () => watch(plane, isCaughtUp))
  for (const [label, [direct, relayed]] of open) record(table, `${pair.label}, ${label}`, compared(direct, relayed))
  for (const [label, [direct, relayed]] of captured) {
    const ofOpen = relayed.perS / open.get(label)![1].perS
    record(table, `${pair.label}, ${label}, captured`, { ...compared(direct, relayed), ofOpen })
  }
}

function compared(direct: Timing, through: Timing): Record<string, number> {
  return {
    ofDirect: through.perS / direct.perS,
    addedMs: through.p50Ms - direct.p50Ms,
    directMs: direct.p50Ms,
    throughMs: through.p50Ms,
    throughPerS: through.perS,
  }
}

async function timeAll(pair: Pair, endpoint: string, set: DataSet, sliceMs: number, settle: () => Promise<unknown> = () => Promise.resolve()): Promise<Map<string, [Timing, Timing]>> {
  const timings = new Map<string, [Timing, Timing]>()
  for (const count of CLIENTS) {
    const ways = [wayTo(pair.source.address, WRITTEN.direct, count), wayTo(endpoint, WRITTEN.through, count)]
    for (const call of count === 1 ? [...CALLS, ...LARGE_CALLS] : CALLS) {
      const [direct, through] = await timeCall(call, ways, set, sliceMs)
      await settle()
      timings.set(`${call.label}, ${count} ${count === 1 ? 'client' : 'clients'}`, [direct!, through!])
    }
    for (const way of ways) for (const client of way.clients) client.close()
  }
  const ways: SdkWays = [{ address: pair.source.address, written: WRITTEN.direct }, { address: endpoint, written: WRITTEN.through }]
  for (const [label, both] of await timePymilvus(pair.python, ways, sliceMs)) timings.set(`pymilvus: ${label}`, both)
  for (const [label, both] of await timeNodeSdk(ways, set, sliceMs)) timings.set(`Node SDK: ${label}`, both)
  return timings
}

/** Each client has a connection of its own. */
function wayTo(address: string, written: string, clients: number): Way {
  return { written, clients: Array.from({ length: clients }, () => connectTo(address, address)) }
}
