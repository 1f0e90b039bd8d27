// The few REST routes that a Milvus Lite cluster answers, translated to gRPC: Lite has no REST of its own,
// and the console shows cURL commands. Reads only; a write by REST would pass the journal unseen.
import type { ForwardResult } from '../ports.ts'
import type { JsonReply } from './json-reply.ts'
import { CODE_BAD_REQUEST, CODE_UNAVAILABLE, CODE_UNEXPECTED, failure, success } from './json-reply.ts'
import type { Messages } from './messages.ts'
import { loadMessages } from './messages.ts'
import { exactNumber, rowsOf } from './rows.ts'

/** Calls one RPC of MilvusService with an encoded message. */
export type CallMilvus = (method: string, message: Buffer) => Promise<ForwardResult>

type Body = Record<string, unknown>
type Pair = { key: string; value: string }
type Field = {
  fieldID: string
  name: string
  description: string
  dataType: string
  typeParams: Pair[]
  isPrimaryKey: boolean
  isPartitionKey: boolean
  isDynamic: boolean
  autoID: boolean
  nullable: boolean
}
type Described = {
  schema: { name: string; description: string; enableDynamicField: boolean; fields: Field[] }
  consistencyLevel: string
  shardsNum: number
}
/** Calls an RPC with a plain object; throws `Failed` where Milvus or the connection says no. */
type Ask = <Reply>(method: string, request: Body, reply?: string) => Promise<Reply>
type Route = (body: Body, ask: Ask) => Promise<unknown>

class Failed extends Error {
  readonly reply: JsonReply
  constructor(reply: JsonReply) {
    super(reply.body.message)
    this.reply = reply
  }
}

const ROUTES: Record<string, Route> = {
  '/v2/vectordb/collections/list': async (body, ask) =>
    (await ask<{ collectionNames: string[] }>('ShowCollections', { dbName: database(body) })).collectionNames,
  '/v2/vectordb/collections/has': async (body, ask) => ({
    has: (await ask<{ value: boolean }>('HasCollection', named(body), 'BoolResponse')).value,
  }),
  '/v2/vectordb/collections/describe': describeCollection,
  '/v2/vectordb/collections/get_load_state': async (body, ask) => ({
    loadState: (await ask<{ state: string }>('GetLoadState', named(body))).state,
  }),
  '/v2/vectordb/collections/get_stats': async (body, ask) => {
    const { stats } = await ask<{ stats: Pair[] }>('GetCollectionStatistics', named(body))
    return { rowCount: exactNumber(stats.find((stat) => stat.key === 'row_count')?.value ?? 0) }
  },
  '/v2/vectordb/databases/list': async (_body, ask) => (await ask<{ dbNames: string[] }>('ListDatabases', {})).dbNames,
  '/v2/vectordb/entities/query': (body, ask) => query(body, ask, text(body, 'filter', '')),
  '/v2/vectordb/entities/get': getEntities,
}

/** The routes that are answered, for the message of those that are not. */
export const BRIDGED_ROUTES = Object.keys(ROUTES)

/** Answers one request; undefined where the route is not among `BRIDGED_ROUTES`. Never rejects. */
export async function answerRest(path: string, rawBody: string, call: CallMilvus): Promise<JsonReply | undefined> {
  const route = Object.hasOwn(ROUTES, path) ? ROUTES[path] : undefined
  if (route === undefined) return undefined
  try {
    const messages = await loadMessages()
    return success(await route(parseBody(rawBody), askWith(messages, call)))
  } catch (error) {
    if (error instanceof Failed) return error.reply
    return failure(CODE_UNEXPECTED, 'The request could not be answered; check its fields.')
  }
}

function askWith(messages: Messages, call: CallMilvus): Ask {
  return async <Reply>(method: string, request: Body, reply = `${method}Response`) => {
    const result = await call(method, messages.encode(`milvus.${method}Request`, request))
    if (result.kind === 'status') throw new Failed(failure(CODE_UNAVAILABLE, result.details, 503))
    const decoded = messages.decode(`milvus.${reply}`, result.message)
    const status = decoded.status as { code: number; errorCode: string; reason: string } | null
    if (status !== null && (status.code !== 0 || status.errorCode !== 'Success'))
      throw new Failed(failure(status.code === 0 ? CODE_UNEXPECTED : status.code, status.reason))
    return decoded as Reply
  }
}

async function describeCollection(body: Body, ask: Ask): Promise<unknown> {
  const { schema, consistencyLevel, shardsNum } = await ask<Described>('DescribeCollection', named(body))
  return {
    collectionName: schema.name,
    description: schema.description,
    autoId: schema.fields.some((field) => field.autoID),
    enableDynamicField: schema.enableDynamicField,
    consistencyLevel,
    shardsNum,
    fields: schema.fields.filter((field) => !field.isDynamic).map(describeField),
  }
}

function describeField(field: Field): unknown {
  return {
    id: exactNumber(field.fieldID),
    name: field.name,
    type: field.dataType,
    primaryKey: field.isPrimaryKey,
    partitionKey: field.isPartitionKey,
    autoId: field.autoID,
    nullable: field.nullable,
    description: field.description,
    ...(field.typeParams.length > 0 && { params: field.typeParams }),
  }
}

async function query(body: Body, ask: Ask, expr: string): Promise<unknown> {
  const queryParams = ['limit', 'offset']
    .filter((key) => body[key] !== undefined)
    .map((key) => ({ key, value: String(body[key]) }))
  const result = await ask<{ fieldsData: unknown }>(
    'Query',
    {
      ...named(body),
      expr,
      outputFields: list(body, 'outputFields', ['*']),
      partitionNames: list(body, 'partitionNames', []),
      queryParams,
    },
    'QueryResults',
  )
  return rowsOf(result.fieldsData)
}

async function getEntities(body: Body, ask: Ask): Promise<unknown> {
  const ids = (Array.isArray(body.id) ? body.id : [body.id]) as unknown[]
  if (ids.some((id) => typeof id !== 'string' && typeof id !== 'number'))
    throw new Failed(failure(CODE_BAD_REQUEST, '"id" must be a key or a list of keys.'))
  const { schema } = await ask<Described>('DescribeCollection', named(body))
  const key = schema.fields.find((field) => field.isPrimaryKey)!
  // A number in JSON may have lost digits: large keys are given as strings, whatever the key's type.
  const literal = (id: unknown) => (key.dataType === 'Int64' ? integer(id) : JSON.stringify(String(id)))
  return query(body, ask, `${key.name} in [${ids.map(literal).join(', ')}]`)
}

function integer(id: unknown): string {
  if (/^-?\d+$/.test(String(id))) return String(id)
  throw new Failed(failure(CODE_BAD_REQUEST, `"${String(id)}" is not an integer key.`))
}

function parseBody(raw: string): Body {
  try {
    const body: unknown = raw.trim() === '' ? {} : JSON.parse(raw)
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Body
  } catch {
    // Said below, as for JSON of another kind.
  }
  throw new Failed(failure(CODE_BAD_REQUEST, 'The body must be a JSON object.'))
}

function named(body: Body): Body {
  const collectionName = text(body, 'collectionName', '')
  if (collectionName === '') throw new Failed(failure(CODE_BAD_REQUEST, '"collectionName" is required.'))
  return { dbName: database(body), collectionName }
}

function database(body: Body): string {
  return text(body, 'dbName', '')
}

function text(body: Body, key: string, fallback: string): string {
  const value = body[key] ?? fallback
  if (typeof value === 'string') return value
  throw new Failed(failure(CODE_BAD_REQUEST, `"${key}" must be a string.`))
}

function list(body: Body, key: string, fallback: string[]): string[] {
  const value = body[key] ?? fallback
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value
  throw new Failed(failure(CODE_BAD_REQUEST, `"${key}" must be a list of strings.`))
}
