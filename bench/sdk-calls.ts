// What applications use: the calls of the gateway benchmark by pymilvus (sdk_calls.py) and by the Node SDK, one client each.
import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { ConsistencyLevelEnum, MilvusClient } from '@zilliz/milvus2-sdk-node'
import type { DataSet } from './data-set.ts'
import { READ_COLLECTION, timeTurns, type Timing } from './gateway-calls.ts'

/** A way to a server, with a collection of its own to write to. */
type SdkWay = { address: string; written: string }
/** For each kind of call what each way took. */
type Timings = [label: string, all: Timing[]][]

/** Keys of what the Node SDK inserts; sdk_calls.py has others. */
let nextKey = 2_000_000_000

export async function timePymilvus(python: string, ways: readonly SdkWay[], sliceMs: number): Promise<Timings> {
  const script = path.join(import.meta.dirname, 'sdk_calls.py')
  const args = ways.flatMap(({ address, written }) => [`http://${address}`, written])
  const { stdout } = await promisify(execFile)(python, ['-W', 'ignore', script, READ_COLLECTION, String(sliceMs), ...args])
  return Object.entries(JSON.parse(stdout) as Record<string, Timing[]>)
}

export async function timeNodeSdk(ways: readonly SdkWay[], set: DataSet, sliceMs: number): Promise<Timings> {
  const clients = await Promise.all(ways.map(async (way) => ({ ...way, client: await connect(way.address) })))
  const timings: Timings = []
  for (const [label, call] of Object.entries(CALLS)) {
    const turnOf = ({ client, written }: { client: MilvusClient; written: string }) => (turnMs: number) => takeTurn((turn) => call(client, set, turn, written), turnMs)
    timings.push([label, await timeTurns(clients.map(turnOf), sliceMs)])
  }
  await Promise.all(clients.map(({ client }) => client.closeConnection()))
  return timings
}

async function connect(address: string): Promise<MilvusClient> {
  const client = new MilvusClient({ address })
  await client.connectPromise
  return client
}

type Reply = { status: { error_code: string | number; code?: number; reason: string } }
type SdkCall = (client: MilvusClient, set: DataSet, turn: number, written: string) => Promise<Reply>

const CALLS: Record<string, SdkCall> = {
  Query: (client, set, turn) =>
    client.query({ collection_name: READ_COLLECTION, filter: `id in [${turn % set.words.length}]`, output_fields: ['id', 'word', 'vector'], consistency_level: ConsistencyLevelEnum.Eventually }),
  Search: (client, set, turn) =>
    client.search({
      collection_name: READ_COLLECTION,
      data: [...set.vectors[turn % set.vectors.length]!],
      limit: 10,
      output_fields: ['word'],
      consistency_level: ConsistencyLevelEnum.Eventually,
    }),
  async Insert(client, set, turn, written) {
    const at = turn % set.words.length
    const row = { id: nextKey++, word: set.words[at]!, vector: [...set.vectors[at]!] }
    const { status } = await client.insert({ collection_name: written, data: [row] })
    return { status }
  },
}

async function takeTurn(call: (turn: number) => Promise<Reply>, turnMs: number): Promise<number[]> {
  const times: number[] = []
  const end = performance.now() + turnMs
  do {
    const begin = performance.now()
    const { status } = await call(times.length)
    times.push(performance.now() - begin)
    if (status.code ?? 0) throw new Error(`a call of the Node SDK failed: ${status.reason}`)
  } while (performance.now() < end)
  return times
}
