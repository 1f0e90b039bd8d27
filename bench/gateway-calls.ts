// The unary calls that the gateway benchmark makes, as bytes, and their timing in short turns: each way gets the same
// share of the machine's moods, in one run.
import { encode } from '../dataplane/milvus/proto.ts'
import { columnsOf, KEY_COLUMN } from './collection.ts'
import type { DataSet } from './data-set.ts'
import { int64Column, writeRequest, type Column } from '../dataplane/milvus/field-data.ts'
import type { MilvusServer } from '../dataplane/milvus/server.ts'
import { statusOfReply } from '../dataplane/milvus/status.ts'
import { bytesField, stringField, varintField } from '../dataplane/milvus/wire.ts'
import { median } from './statistics.ts'

/** `label` names the row; `request`, in parts, may keep what is costly to make. */
export type Call = { label: string; method: string; request: (set: DataSet, turn: number, written: string) => Buffer | Buffer[] }

/** What all ways read; nothing is written to it meanwhile. */
export const READ_COLLECTION = 'read'

/** One way to a server: directly or through an endpoint, with a collection of its own to write to. */
export type Way = { clients: MilvusServer[]; written: string }
export type Timing = { p50Ms: number; perS: number }

/** Reads wait for no write: the question is what is added on the way, not how Milvus waits for its clock. */
const EVENTUALLY = 3
const FLOAT_VECTOR = 101
const TURN_MS = 100
const KIB = 1024
const MIB = 1024 * KIB
/** Keys of the rows that are inserted while it is measured. */
let nextKey = 1_000_000_000n

const insertOf = (written: string, columns: readonly Column[], rows: number) => writeRequest({ database: 'default', collection: written, partition: '' }, columns, rows)

const read = (expr: string) =>
  encode('QueryRequest', { dbName: 'default', collectionName: READ_COLLECTION, expr, outputFields: ['id', 'word', 'vector'], consistencyLevel: EVENTUALLY, guaranteeTimestamp: '1' })

/** Calls of a kilobyte or less. */
export const CALLS: Call[] = [
  { label: 'GetVersion', method: 'GetVersion', request: () => encode('GetVersionRequest', {}) },
  { label: 'Query', method: 'Query', request: (set, turn) => read(`id in [${turn % set.words.length}]`) },
  {
    label: 'Search',
    method: 'Search',
    request: (set, turn) =>
      encode('SearchRequest', {
        dbName: 'default',
        collectionName: READ_COLLECTION,
        placeholderGroup: placeholders(set.vectors[turn % set.vectors.length]!),
        dslType: 1,
        outputFields: ['word'],
        searchParams: Object.entries({ anns_field: 'vector', topk: '10', metric_type: 'COSINE', params: '{}', round_decimal: '-1' }).map(([key, value]) => ({ key, value })),
        nq: '1',
        consistencyLevel: EVENTUALLY,
        guaranteeTimestamp: '1',
      }),
  },
  { label: 'Insert', method: 'Insert', request: (set, _turn, written) => insertOf(written, columnsOf(set, [nextKey++]), 1) },
]

/** Larger messages, each way; new keys with the same values again and again, since to make those takes longer than to send them. */
export const LARGE_CALLS: Call[] = [
  { label: 'Query, 2,000 rows', method: 'Query', request: () => read('id >= 0') },
  ...[64 * KIB, MIB, 16 * MIB].map((bytes) => ({ label: `Insert, ${bytes < MIB ? `${bytes / KIB} KiB` : `${bytes / MIB} MiB`}`, method: 'Insert', request: keptInsert(bytes) })),
]

function keptInsert(bytes: number): Call['request'] {
  let values: Column[] | undefined
  let rows = 0
  return (set, _turn, written) => {
    if (!values) {
      rows = Math.ceil(bytes / Buffer.concat(insertOf(written, columnsOf(set, [nextKey]), 1)).length)
      values = columnsOf(set, freshKeys(rows)).slice(1)
    }
    return insertOf(written, [int64Column(KEY_COLUMN, freshKeys(rows)), ...values], rows)
  }
}

const freshKeys = (count: number): bigint[] => Array.from({ length: count }, () => nextKey++)

/** common.PlaceholderGroup with one vector. */
function placeholders(vector: Float32Array): Buffer {
  const bytes = Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength)
  return bytesField(1, Buffer.concat([stringField(1, '$0'), varintField(2, FLOAT_VECTOR), bytesField(3, bytes)]))
}

/** Measures one kind of call over all ways for `sliceMs` each. */
export function timeCall(call: Call, ways: readonly Way[], set: DataSet, sliceMs: number): Promise<Timing[]> {
  return timeTurns(ways.map((way) => (turnMs) => takeTurn(call, way, set, turnMs)), sliceMs)
}

/** Measures several ways turn by turn, for `sliceMs` each; a turn of each warms up first. A turn tells the times of its calls (ms). */
export async function timeTurns(ways: readonly ((turnMs: number) => Promise<number[]>)[], sliceMs: number): Promise<Timing[]> {
  const turnMs = Math.min(TURN_MS, sliceMs)
  const measured = ways.map(() => ({ times: [] as number[], spentMs: 0 }))
  for (const turnOf of ways) await turnOf(turnMs)
  for (let turn = 0; turn * turnMs < sliceMs; turn++)
    for (let at = 0; at < ways.length; at++) {
      // Whoever goes first pays for what the turn before left behind, so the order alternates.
      const which = turn % 2 === 0 ? at : ways.length - 1 - at
      const begin = performance.now()
      const times = await ways[which]!(turnMs)
      measured[which]!.spentMs += performance.now() - begin
      measured[which]!.times.push(...times)
    }
  return measured.map(({ times, spentMs }) => ({ p50Ms: median(times), perS: (times.length / spentMs) * 1000 }))
}

async function takeTurn({ method, request }: Call, way: Way, set: DataSet, turnMs: number): Promise<number[]> {
  const times: number[] = []
  const end = performance.now() + turnMs
  const ask = async (client: MilvusServer) => {
    do {
      const message = request(set, times.length, way.written)
      const begin = performance.now()
      const reply = await client.call(method, message)
      times.push(performance.now() - begin)
      client.check(method, statusOfReply(reply))
    } while (performance.now() < end)
  }
  await Promise.all(way.clients.map(ask))
  return times
}
