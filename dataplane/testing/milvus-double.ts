// A test double of a Milvus server: grpc-js, in process, one int64 key `pk` and one int64 column `a` a
// collection, rows in memory. It keeps duplicates of a key on Insert, as Milvus does, and lets a test
// answer any call itself. What real servers do is tested in the *.milvus.test.ts files.
import * as grpc from '@grpc/grpc-js'
import { columnsOfInsert, readKeys } from '../milvus/field-data.ts'
import { decode, encode, type Message } from '../milvus/proto.ts'
import { MilvusServer } from '../milvus/server.ts'

type Row = { pk: bigint; a: bigint }
type Collection = { rows: Row[]; autoId: boolean; aliases: string[] }
type Reply = Buffer | { grpc: number; details?: string }
/** Answers instead of the double; undefined: the double answers after all. `go` is what it would do, with this or another request. */
type Answer = (request: Buffer, go: (instead?: Buffer) => Buffer) => Reply | undefined | Promise<Reply | undefined>

export type MilvusDouble = {
  readonly server: MilvusServer
  /** `host:port` */
  readonly address: string
  readonly collections: Map<string, Collection>
  /** Methods called, in order. */
  readonly calls: string[]
  answer(method: string, answer: Answer | undefined): void
  /** The rows of a collection, sorted by key, as `key=a`. */
  rows(collection: string): string[]
  stop(): void
}

export const refusal = (reason: string, code = 1100) => encode('MutationResult', { status: { errorCode: 1, code, reason } })
const OK = encode('common.Status', {})
const NOT_FOUND = encode('DescribeCollectionResponse', { status: { errorCode: 1, code: 100, reason: 'collection not found' } })

export async function startMilvusDouble(label = 'The double'): Promise<MilvusDouble> {
  const collections = new Map<string, Collection>()
  const calls: string[] = []
  const answers = new Map<string, Answer>()
  const grpcServer = new grpc.Server()
  const bytes = (value: Buffer) => value
  const definitions: Record<string, grpc.MethodDefinition<Buffer, Buffer>> = {}
  const handlers: grpc.UntypedServiceImplementation = {}
  for (const [method, perform] of Object.entries(methodsOf(collections))) {
    definitions[method] = { path: `/milvus.proto.milvus.MilvusService/${method}`, requestStream: false, responseStream: false, requestSerialize: bytes, requestDeserialize: bytes, responseSerialize: bytes, responseDeserialize: bytes }
    handlers[method] = async (call: grpc.ServerUnaryCall<Buffer, Buffer>, done: grpc.sendUnaryData<Buffer>) => {
      calls.push(method)
      const reply = (await answers.get(method)?.(call.request, (instead = call.request) => perform(instead))) ?? perform(call.request)
      if (Buffer.isBuffer(reply)) done(null, reply)
      else done({ code: reply.grpc, details: reply.details ?? 'as the test wants' })
    }
  }
  grpcServer.addService(definitions, handlers)
  const port = await new Promise<number>((resolve, reject) =>
    grpcServer.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, at) => (error ? reject(error) : resolve(at))),
  )
  const address = `127.0.0.1:${port}`
  const server = new MilvusServer({ address: () => address, token: '', tls: false, label })
  return {
    server,
    address,
    collections,
    calls,
    answer: (method, answer) => void (answer ? answers.set(method, answer) : answers.delete(method)),
    rows: (name) => [...(collections.get(name)?.rows ?? [])].sort((x, y) => (x.pk < y.pk ? -1 : 1)).map(({ pk, a }) => `${pk}=${a}`),
    stop: () => {
      server.close()
      grpcServer.forceShutdown()
    },
  }
}

export function addCollection(double: MilvusDouble, name: string, rows: [number, number][] = [], autoId = false): void {
  double.collections.set(name, { rows: rows.map(([pk, a]) => ({ pk: BigInt(pk), a: BigInt(a) })), autoId, aliases: [] })
}

/** A request as a client sends it. */
export function insertRequest(collection: string, rows: [number, number][], withKeys = true): Buffer {
  const columns = [...(withKeys ? [longs('pk', rows.map(([pk]) => BigInt(pk)))] : []), longs('a', rows.map(([, a]) => BigInt(a)))]
  return encode('InsertRequest', { collectionName: collection, numRows: rows.length, fieldsData: columns })
}

export function deleteRequest(collection: string, expr: string): Buffer {
  return encode('DeleteRequest', { collectionName: collection, expr })
}

function longs(fieldName: string, values: readonly bigint[]): Message {
  return { type: 5, fieldName, scalars: { longData: { data: values.map(String) } } }
}

function methodsOf(collections: Map<string, Collection>): Record<string, (request: Buffer) => Buffer> {
  const write = (replace: boolean) => (request: Buffer) => {
    const { collectionName } = decode('InsertRequest', request)
    const collection = collections.get(collectionName as string)
    if (!collection) return refusal('collection not found', 100)
    const columns = new Map(columnsOfInsert(request).map(({ name, bytes }) => [name, readKeys(bytes) as bigint[]]))
    const values = columns.get('a') ?? []
    const keys = columns.get('pk') ?? values.map((_, i) => BigInt(1_000_000 + collection.rows.length + i))
    if (replace) collection.rows = collection.rows.filter(({ pk }) => !keys.includes(pk))
    keys.forEach((pk, i) => collection.rows.push({ pk, a: values[i] ?? 0n }))
    return encode('MutationResult', { status: {}, IDs: { intId: { data: keys.map(String) } }, insertCnt: String(keys.length) })
  }
  return {
    ListDatabases: () => encode('ListDatabasesResponse', { status: {}, dbNames: ['default'] }),
    ListAliases: () => encode('ListAliasesResponse', { status: {} }),
    ShowPartitions: () => encode('ShowPartitionsResponse', { status: {}, partitionNames: ['_default'] }),
    DescribeIndex: () => encode('DescribeIndexResponse', { status: {} }),
    GetVersion: () => encode('GetVersionResponse', { status: {}, version: 'v2.3.5' }),
    ShowCollections: () => encode('ShowCollectionsResponse', { status: {}, collectionNames: [...collections.keys()] }),
    GetCollectionStatistics: (request) => {
      const rows = collections.get(decode('GetCollectionStatisticsRequest', request).collectionName as string)?.rows.length ?? 0
      return encode('GetCollectionStatisticsResponse', { status: {}, stats: [{ key: 'row_count', value: String(rows) }] })
    },
    ListCredUsers: () => encode('ListCredUsersResponse', { status: {}, usernames: ['root'] }),
    SelectRole: () => encode('SelectRoleResponse', { status: {} }),
    AllocTimestamp: () => encode('AllocTimestampResponse', { status: {}, timestamp: '0' }),
    LoadCollection: () => OK,
    ReleaseCollection: () => OK,
    CreateIndex: () => OK,
    GetLoadState: () => encode('GetLoadStateResponse', { status: {}, state: 3 }),
    Flush: () => encode('FlushResponse', { status: {} }),
    CreateCollection: (request) => {
      collections.set(decode('CreateCollectionRequest', request).collectionName as string, { rows: [], autoId: false, aliases: [] })
      return OK
    },
    DropCollection: (request) => {
      collections.delete(decode('DropCollectionRequest', request).collectionName as string)
      return OK
    },
    DescribeCollection: (request) => {
      const asked = decode('DescribeCollectionRequest', request).collectionName as string
      const name = collections.has(asked) ? asked : [...collections].find(([, { aliases }]) => aliases.includes(asked))?.[0]
      const collection = name === undefined ? undefined : collections.get(name)
      if (!collection) return NOT_FOUND
      const fields = [{ name: 'pk', fieldID: '100', dataType: 5, isPrimaryKey: true, autoID: collection.autoId }, { name: 'a', fieldID: '101', dataType: 5 }]
      return encode('DescribeCollectionResponse', { status: {}, collectionName: name, schema: { name, fields }, aliases: collection.aliases, shardsNum: 1 })
    },
    Insert: write(false),
    Upsert: write(true),
    Delete: (request) => {
      const { collectionName, expr } = decode('DeleteRequest', request)
      const collection = collections.get(collectionName as string)
      const matches = matcher(expr as string)
      if (!collection || !matches) return refusal('cannot parse expression')
      collection.rows = collection.rows.filter((row) => !matches(row))
      return encode('MutationResult', { status: {} })
    },
    Query: (request) => {
      const { collectionName, expr, queryParams, outputFields } = decode('QueryRequest', request)
      const collection = collections.get(collectionName as string)
      const matches = matcher(expr as string)
      if (!collection || !matches) return encode('QueryResults', { status: { errorCode: 1, code: 1100, reason: 'cannot parse expression' } })
      const found = collection.rows.filter(matches)
      if ((outputFields as string[])[0] === 'count(*)') return encode('QueryResults', { status: {}, fieldsData: [longs('count(*)', [BigInt(found.length)])] })
      const limit = Number((queryParams as { key: string; value: string }[]).find(({ key }) => key === 'limit')?.value ?? Infinity)
      const rows = [...new Map(found.map((row) => [row.pk, row])).values()].sort((x, y) => (x.pk < y.pk ? -1 : 1)).slice(0, limit)
      return encode('QueryResults', { status: {}, fieldsData: [longs('pk', rows.map(({ pk }) => pk)), longs('a', rows.map(({ a }) => a))] })
    },
  }
}

/** The few expressions that the tests use: lists, bounds and comparisons of pk and a, joined with `or` or `and`. */
function matcher(expr: string): ((row: Row) => boolean) | undefined {
  if (expr === '') return () => true
  for (const [word, join] of [[' or ', 'some'], [' and ', 'every']] as const) {
    const parts = splitOutside(expr, word)
    if (parts.length === 1) continue
    const matches = parts.map(matcher)
    return matches.includes(undefined) ? undefined : (row) => matches[join]((part) => part?.(row))
  }
  const bare = /^\((.*)\)$/.exec(expr)?.[1]
  if (bare !== undefined) return matcher(bare)
  const list = /^pk in \[([-\d,]*)\]$/.exec(expr)?.[1]
  if (list !== undefined) {
    const keys = new Set(list.split(','))
    return ({ pk }) => keys.has(String(pk))
  }
  const [, field, operator, value] = /^(pk|a) (==|>=|<=|>) (-?\d+)$/.exec(expr) ?? []
  if (value === undefined) return undefined
  const bound = BigInt(value)
  const compare = { '==': (x: bigint) => x === bound, '>=': (x: bigint) => x >= bound, '<=': (x: bigint) => x <= bound, '>': (x: bigint) => x > bound }[operator as '==']
  return (row) => compare(field === 'pk' ? row.pk : row.a)
}

/** Parts of `expr` between the words that stand outside of parentheses. */
function splitOutside(expr: string, word: string): string[] {
  const parts: string[] = []
  let depth = 0
  let from = 0
  for (let at = 0; at < expr.length; at++) {
    if (expr[at] === '(') depth++
    else if (expr[at] === ')') depth--
    else if (depth === 0 && expr.startsWith(word, at)) {
      parts.push(expr.slice(from, at))
      from = at + word.length
    }
  }
  return [...parts, expr.slice(from)]
}
