// An engine of the model as a server: calls that touch entities are carried out step by step, as whoever drives the
// engine decides; everything else is answered at once. One collection, loaded, with the partitions that it is given.
import { DEFAULT_PARTITION } from '../../milvus/catalog.ts'
import { encode } from '../../milvus/proto.ts'
import { ModelRows, matcher, type EngineKind } from './model-rows.ts'
import { DESCRIPTION, keysReply, readDelete, readQuery, readWrite, rowsReply } from './model-wire.ts'

/** One thing that a call may do next on the server. */
export type Step = { label: string; run: () => void }

/** A call that touches entities. It is carried out when no step is left. */
export type EntityCall = {
  readonly method: string
  steps(): Step[]
  /** The reply once it is carried out. */
  reply(): Buffer
  /** How far it is, for telling states apart. */
  progress(): string
}

const CACHED: Record<string, Buffer> = {
  ListDatabases: encode('ListDatabasesResponse', { status: {}, dbNames: ['default'] }),
  ShowCollections: encode('ShowCollectionsResponse', { status: {}, collectionNames: ['c'] }),
  DescribeCollection: DESCRIPTION,
  ListAliases: encode('ListAliasesResponse', { status: {} }),
  DescribeIndex: encode('DescribeIndexResponse', { status: {} }),
  GetLoadState: encode('GetLoadStateResponse', { status: {}, state: 3 }),
  GetCollectionStatistics: encode('GetCollectionStatisticsResponse', { status: {}, stats: [] }),
  Flush: encode('FlushResponse', { status: {} }),
  AllocTimestamp: encode('AllocTimestampResponse', { status: {}, timestamp: '0' }),
}
/** Of anything else there is nothing here, and whatever is asked for is done. */
const DONE = Buffer.alloc(0)

export class ModelEngine {
  readonly rows: ModelRows
  #partitions: Buffer
  #partitionNames: string[]

  /** Changes that the engine's clock is behind: 0 is right. */
  clockBehind = 0
  /** Told of each timestamp that is given. */
  onClock: (tso: number) => void = () => undefined

  constructor(kind: EngineKind, partitions: string[] = [DEFAULT_PARTITION]) {
    this.rows = new ModelRows(kind)
    this.#partitionNames = partitions
    this.#partitions = encode('ShowPartitionsResponse', { status: {}, partitionNames: partitions })
  }

  /** The reply to a call that touches no entities, or a count; undefined for the others. */
  answer(method: string, request: Buffer): Buffer | undefined {
    if (method === 'ShowPartitions') return this.#partitions
    if (method === 'AllocTimestamp' && this.rows.history) return this.#timestamp(this.rows.history.length)
    if (method === 'Insert' || method === 'Upsert' || method === 'Delete') return undefined
    if (method !== 'Query') return CACHED[method] ?? DONE
    const query = readQuery(request)
    if (query.columns[0] !== 'count(*)') return undefined
    return rowsReply(this.rows.versions.filter(matcher(query.expr)), query.columns)
  }

  #timestamp(changes: number): Buffer {
    const tso = Math.max(1, changes - this.clockBehind)
    this.onClock(tso)
    return encode('AllocTimestampResponse', { status: {}, timestamp: String(tso) })
  }

  /** What a Query may show: what there is now, first, or where it is bound by a timestamp what there was at any moment since. */
  reads(request: Buffer): Buffer[] {
    const { expr, partitions, limit, columns, since } = readQuery(request)
    const moments = since === undefined ? [] : (this.rows.history ?? []).slice(since - 1)
    const replies = [this.rows.versions, ...moments.reverse()].map((versions) => rowsReply(this.rows.find(matcher(expr), partitions, limit, versions), columns))
    return replies.filter((reply, at) => replies.findIndex((one) => one.equals(reply)) === at)
  }

  /** Takes a write in; nothing has happened then. */
  begin(method: string, request: Buffer): EntityCall {
    if (method === 'Insert' || method === 'Upsert') return this.#write(method, request)
    const { keys } = readDelete(request)
    return keys ? this.#deleteKeys(request, keys) : this.#deleteByExpr(request)
  }

  #write(method: 'Insert' | 'Upsert', request: Buffer): EntityCall {
    const { partition, rows, partial } = readWrite(request)
    const place = partition || DEFAULT_PARTITION
    const put = method === 'Insert' ? this.rows.insert.bind(this.rows) : this.rows.upsert.bind(this.rows)
    const reply = () => keysReply(rows.map((row) => row.key))
    if (partial && this.rows.kind === 'milvus') return this.#partial(place, rows, reply)
    const parts = rows.map((row) => ({ label: `row ${row.key}`, run: () => put(place, row) }))
    // Milvus spreads the rows and keys of a request over shards: each lands by itself.
    return inAnyOrder(method, this.rows.kind === 'milvus' ? parts : [together(parts)], reply)
  }

  /** Milvus reads the rows, merges, and writes them whole: two steps, with others' writes between. */
  #partial(partition: string, rows: ReturnType<typeof readWrite>['rows'], reply: () => Buffer): EntityCall {
    let read: { row: (typeof rows)[number] }[] | undefined
    let written = false
    const keys = new Set(rows.map((row) => row.key))
    return {
      method: 'Upsert',
      steps: () => {
        if (written) return []
        if (!read) {
          const look = () => {
            const old = new Map(this.rows.find(({ key }) => keys.has(key), [partition]).map((row) => [row.key, row]))
            read = rows.flatMap((row) => {
              const known = old.get(row.key)
              return known ? [{ row: { key: row.key, a: row.a ?? known.a, b: row.b ?? known.b, meta: row.meta ?? known.meta } }] : []
            })
          }
          return [{ label: 'reads', run: look }]
        }
        const write = () => {
          for (const { row } of read!) this.rows.upsert(partition, row)
          written = true
        }
        return [{ label: 'writes', run: write }]
      },
      reply,
      progress: () => (written ? 'done' : read ? read.map(({ row }) => `${row.key}=${row.a},${row.b}`).join() : ''),
    }
  }

  #deleteKeys(request: Buffer, keys: readonly bigint[]): EntityCall {
    const { partition } = readDelete(request)
    const parts = keys.map((key) => ({ label: `deletes ${key}`, run: () => this.rows.delete(partition, key) }))
    return inAnyOrder('Delete', this.rows.kind === 'milvus' ? parts : [together(parts)], () => keysReply(keys))
  }

  /** Milvus asks for the keys and then deletes them, each by itself; Lite does it at once and names them. */
  #deleteByExpr(request: Buffer): EntityCall {
    const { expr, partition, strong } = readDelete(request)
    const partitions = partition && this.rows.kind === 'milvus' ? [partition] : this.#partitionNames
    const matches = matcher(expr)
    const hit = () => [...new Set(this.rows.find(matches, partitions).map((row) => row.key))]
    if (this.rows.kind === 'lite') {
      let named: bigint[] = []
      const deleteAll = () => {
        named = hit()
        for (const key of named) this.rows.delete(partition, key)
      }
      return inAnyOrder('Delete', [{ label: 'deletes', run: deleteAll }], () => keysReply(named))
    }
    let left: bigint[] | undefined
    /** With a weak consistency the query may miss the last change of any key. */
    const weak = () => {
      const keys = new Set([...this.rows.before.keys(), ...this.rows.versions.map((row) => row.key)])
      return [...keys].filter((key) => {
        const row = this.rows.before.has(key) ? this.rows.stale(key) : this.rows.versions.find((one) => one.key === key)
        return row !== undefined && matches(row)
      })
    }
    return {
      method: 'Delete',
      steps: () => {
        if (left === undefined) {
          const fresh = { label: 'asks', run: () => void (left = hit()) }
          return strong ? [fresh] : [fresh, { label: 'asks, seeing old rows', run: () => void (left = weak()) }]
        }
        return left.map((key) => ({
          label: `deletes ${key}`,
          run: () => {
            this.rows.delete(partition, key)
            left = left!.filter((one) => one !== key)
          },
        }))
      },
      reply: () => keysReply([]),
      progress: () => (left === undefined ? '' : `left ${left.join()}`),
    }
  }
}

function together(parts: readonly Step[]): Step {
  return { label: parts.map((part) => part.label).join(' and '), run: () => parts.forEach((part) => part.run()) }
}

function inAnyOrder(method: string, parts: readonly Step[], reply: () => Buffer): EntityCall {
  const open = new Set(parts)
  const steps = () =>
    [...open].map((part) => ({
      label: part.label,
      run: () => {
        open.delete(part)
        part.run()
      },
    }))
  return { method, steps, reply, progress: () => [...open].map((part) => part.label).join() }
}
