// gateway: what a client pays for going through the endpoint instead of directly to the server, without a migration and
// while one captures its writes.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { DEFAULT_DATABASE, dropCollection } from '../dataplane/milvus/catalog.ts'
import { startFaultProxy } from '../dataplane/testing/fault-proxy.ts'
import type { Benchmark } from './benchmark.ts'
import { emptyServer, fillCollection } from './collection.ts'
import { wordVectors, type DataSet } from './data-set.ts'
import { CALLS, LARGE_CALLS, READ_COLLECTION, timeCall, type Call, type Timing, type Way } from './gateway-calls.ts'
import { isCaughtUp, startMigration, watch, withDataPlane, type Run } from './migration.ts'
import { timePymilvus, timeNodeSdk } from './sdk-calls.ts'
import { connectTo, type Pair } from './servers.ts'
import type { Settings } from './settings.ts'
import { record, type Table } from './table.ts'

const ENTITIES = 2_000
const CLIENTS = [1, 8, 64]
/** The data plane has just been started, and Node compiles what runs often: an endpoint serves for months. */
const WARM_UP_MS = 300
/** Each way inserts into a collection of its own: the faster one would make the other's reads slower. */
const WRITTEN = { direct: 'written_direct', through: 'written_through', piped: 'written_piped' }

export const gateway: Benchmark = {
  table: () => ({
    name: 'gateway',
    title: 'unary calls through an endpoint against direct ones',
    columns: [
      { key: 'ofDirect', title: 'calls/s of direct', digits: 2 },
      { key: 'pipeOfDirect', title: 'a bare pipe', digits: 2 },
      { key: 'ofOpen', title: 'captured of not', digits: 2 },
      { key: 'alone', title: 'capture alone', digits: 2 },
      { key: 'addedMs', title: 'added p50 ms', digits: 2 },
      { key: 'directMs', title: 'direct p50 ms', digits: 2 },
      { key: 'throughMs', title: 'through p50 ms', digits: 2 },
      { key: 'throughPerS', title: 'through calls/s', digits: 0 },
    ],
    rows: [],
    notes: [
      'all ways take turns of 0.1 s in one run; clients are raw gRPC clients in one Node process beside the data plane, except where an SDK is named (1 client)',
      'a bare pipe: calls/s of direct through a process of Node that passes TCP on and looks at nothing;',
      'captured: the cluster is the source of a migration that applies to the other server meanwhile, on the same machine;',
      'captured of not: calls/s through the endpoint with capture against those without it, earlier in the same run',
      'capture alone: the same while the target takes nothing, so that nothing is applied meanwhile',
    ],
  }),
  async measure(pair, settings, table) {
    const set = wordVectors(ENTITIES)
    for (let run = 0; run < settings.runs; run++) {
      for (const name of [READ_COLLECTION, ...Object.values(WRITTEN)]) await fillCollection(pair.source.server, name, set)
      await withPipe(pair.source.address, (pipe) => withDataPlane(pair, (running) => measureOnce(pair, running, pipe, set, settings, table)))
      await emptyServer(pair.target.server)
      await measureCaptureAlone(pair, set, settings, table)
      await emptyServer(pair.source.server)
      await emptyServer(pair.target.server)
    }
  },
}

/** Where the calls go: to the server, to its endpoint, and to a pipe in front of the server. */
type Addresses = Record<keyof typeof WRITTEN, string>
type Timings = Record<keyof typeof WRITTEN, Timing>

async function measureOnce(pair: Pair, { plane, source }: Run, piped: string, set: DataSet, settings: Settings, table: Table): Promise<void> {
  const addresses = { direct: pair.source.address, through: new URL(source.endpoint).host, piped }
  await timeAll(pair, addresses, set, Math.min(WARM_UP_MS, settings.sliceMs))
  const open = await timeAll(pair, addresses, set, settings.sliceMs)
  await beginCapture(pair, plane, set)
  // What one kind of call leaves to be applied must not slow the next one down.
  const captured = await timeAll(pair, addresses, set, settings.sliceMs, () => watch(plane, isCaughtUp))
  for (const [label, timings] of open) record(table, `${pair.label}, ${label}`, compared(timings))
  for (const [label, timings] of captured) {
    const ofOpen = timings.through.perS / open.get(label)!.through.perS
    record(table, `${pair.label}, ${label}, captured`, { ...compared(timings), ofOpen })
  }
}

/** Capture without the cost of what is applied meanwhile, which a target on a machine of its own would carry. */
async function measureCaptureAlone(pair: Pair, set: DataSet, { sliceMs }: Settings, table: Table): Promise<void> {
  const proxy = await startFaultProxy(pair.target.address)
  const measured = async ({ plane, source }: Run) => {
    const way = { address: new URL(source.endpoint).host, written: WRITTEN.through }
    const timeInserts = async () => {
      const timings = new Map<string, Timing>()
      for (const count of CLIENTS) {
        const connected = connect(way, count)
        for (const call of callsOf(count).filter(({ method }) => method === 'Insert')) timings.set(labelOf(call, count), (await timeCall(call, [connected], set, sliceMs))[0]!)
        for (const client of connected.clients) client.close()
      }
      return timings
    }
    await timeInserts()
    const open = await timeInserts()
    await beginCapture(pair, plane, set)
    await proxy.set('stall')
    for (const [label, captured] of await timeInserts()) record(table, `${pair.label}, ${label}, captured`, { alone: captured.perS / open.get(label)!.perS })
    await proxy.set(undefined)
  }
  await withDataPlane(pair, measured, { targetAddress: proxy.address }).finally(() => proxy.stop())
}

/** Resolves when nothing but capture goes on: what was inserted before is not copied, and nothing is compared any more. */
async function beginCapture({ source }: Pair, plane: Run['plane'], set: DataSet): Promise<void> {
  for (const name of Object.values(WRITTEN)) {
    await dropCollection(source.server, { database: DEFAULT_DATABASE, name })
    await fillCollection(source.server, name, set)
  }
  await startMigration(plane)
  await watch(plane, ({ verification }) => verification?.state === 'completed')
}

const callsOf = (clients: number): Call[] => (clients === 1 ? [...CALLS, ...LARGE_CALLS] : CALLS)
const labelOf = (call: Call, clients: number): string => `${call.label}, ${clients} ${clients === 1 ? 'client' : 'clients'}`

function compared({ direct, through, piped }: Timings): Record<string, number> {
  return {
    ofDirect: through.perS / direct.perS,
    pipeOfDirect: piped.perS / direct.perS,
    addedMs: through.p50Ms - direct.p50Ms,
    directMs: direct.p50Ms,
    throughMs: through.p50Ms,
    throughPerS: through.perS,
  }
}

async function timeAll(pair: Pair, to: Addresses, set: DataSet, sliceMs: number, settle: () => Promise<unknown> = () => Promise.resolve()): Promise<Map<string, Timings>> {
  const timings = new Map<string, Timings>()
  const note = (label: string, [direct, through, piped]: Timing[]) => timings.set(label, { direct: direct!, through: through!, piped: piped! })
  const ways = (['direct', 'through', 'piped'] as const).map((name) => ({ address: to[name], written: WRITTEN[name] }))
  for (const count of CLIENTS) {
    const connected = ways.map((way) => connect(way, count))
    for (const call of callsOf(count)) {
      note(labelOf(call, count), await timeCall(call, connected, set, sliceMs))
      await settle()
    }
    for (const way of connected) for (const client of way.clients) client.close()
  }
  for (const [label, all] of await timePymilvus(pair.python, ways, sliceMs)) note(`pymilvus: ${label}`, all)
  for (const [label, all] of await timeNodeSdk(ways, set, sliceMs)) note(`Node SDK: ${label}`, all)
  return timings
}

/** Each client has a connection of its own. */
function connect({ address, written }: { address: string; written: string }, clients: number): Way {
  return { written, clients: Array.from({ length: clients }, () => connectTo(address, address)) }
}

/** Starts a bare pipe to `server`, lends its address to `work` and ends it. */
async function withPipe(server: string, work: (pipe: string) => Promise<void>): Promise<void> {
  const pipe = fork(path.join(import.meta.dirname, 'tcp-pipe.ts'), [server])
  const ended = once(pipe, 'exit')
  try {
    const [address] = (await Promise.race([once(pipe, 'message'), ended.then(() => Promise.reject(new Error('the pipe did not start')))])) as [string]
    await work(address)
  } finally {
    pipe.kill()
    await ended
  }
}
