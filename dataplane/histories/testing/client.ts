// Carries a history's commands out with the Node SDK and writes them into the book. One call at a time and no
// repetition: what a client is told about a call is what the book says.
import { setTimeout as sleep } from 'node:timers/promises'
import { DataType, MilvusClient, type FieldType } from '@zilliz/milvus2-sdk-node'
import type { Book, Effect, Placed } from './book.ts'
import { SIDE_DATABASE, type Command } from './history.ts'
import type { Profile } from './profiles.ts'
import { DIM, type Subject, type World } from './world.ts'

const CALL_LIMIT_MS = 60_000
/** Between two looks at a collection that is being loaded. */
const LOADING_MS = 100
/** Connections of its own: a shared one still waits to try again when the data plane is back after a history's crash. */
const OWN_CONNECTION = { 'grpc.use_local_subchannel_pool': 1, 'grpc.initial_reconnect_backoff_ms': 100, 'grpc.max_reconnect_backoff_ms': 500 }

type WholeCollection = Exclude<Extract<Command, { collection: number }>['do'], OnEntities['do']>
type OnEntities = Extract<Command, { partition: unknown }>

const BUCKET_FIELD = { name: 'bucket', data_type: DataType.Int64 }

export type Place = { endpoint: string; token: string }

/** Connects without waiting: an endpoint that is away fails the first call. */
export function connect(at: Place): MilvusClient {
  const sdk = new MilvusClient({ address: at.endpoint, token: at.token, logLevel: 'none', maxRetries: 0, timeout: CALL_LIMIT_MS, channelOptions: OWN_CONNECTION })
  // Calls tell the same; unheard, it would end the process.
  sdk.connectPromise.catch(() => undefined)
  return sdk
}

export class HistoryClient {
  #at: () => Place
  #sdk: MilvusClient | undefined
  #world: World
  #book: Book
  #profile: Profile
  #number: number

  constructor(parts: { number: number; at: () => Place; world: World; book: Book; profile: Profile }) {
    this.#number = parts.number
    this.#at = parts.at
    this.#world = parts.world
    this.#book = parts.book
    this.#profile = parts.profile
  }

  /** True where the command came through, refused or not; false where nobody answers at the endpoint. */
  async run(command: Command): Promise<boolean> {
    if (command.do === 'pause') {
      await sleep(command.ms)
      return true
    }
    if (!('collection' in command)) {
      const call = command.do === 'create-database' ? 'createDatabase' : 'dropDatabase'
      return this.#say(command.do, SIDE_DATABASE, undefined, (sdk) => sdk[call]({ db_name: SIDE_DATABASE }))
    }
    const subject = this.#world.subject(command.collection)
    if ('partition' in command) return this.#entities(command, subject)
    return this.#collection(command.do, subject)
  }

  async #collection(what: WholeCollection, subject: Subject): Promise<boolean> {
    switch (what) {
      case 'create':
        return this.create(subject)
      case 'drop':
        return this.#drop(subject)
      case 'recreate':
        return (await this.#drop(subject)) && this.create(subject)
      case 'truncate':
        return this.#say('truncate', subject.fullName, EVERYTHING, async (sdk) => (await sdk.truncateCollection(nameOf(subject))).status)
      case 'load':
        return this.#say('load', subject.fullName, undefined, (sdk) => sdk.loadCollectionAsync(nameOf(subject)))
      case 'release':
        return this.#say('release', subject.fullName, undefined, (sdk) => sdk.releaseCollection(nameOf(subject)))
      case 'flush':
        return this.#say('flush', subject.fullName, undefined, async (sdk) => (await sdk.flush({ db_name: subject.database, collection_names: [subject.name] })).status)
    }
  }

  /** Collection, index and load, as an application makes it. */
  async create(subject: Subject, loaded = true): Promise<boolean> {
    const of = nameOf(subject)
    const made = await this.#say('create', subject.fullName, undefined, (sdk) =>
      sdk.createCollection({ ...of, fields: fieldsOf(subject), enable_dynamic_field: subject.plan.dynamic, ...(subject.plan.partitioning === 'key' && { num_partitions: 4 }) }),
    )
    if (!made) return false
    const index = { ...of, field_name: 'emb', index_type: 'FLAT', metric_type: 'L2' }
    return (await this.#say('index', subject.fullName, undefined, (sdk) => sdk.createIndex(index))) && (!loaded || this.#say('load', subject.fullName, undefined, (sdk) => load(sdk, of)))
  }

  /** Inserts these entities as they are; the first ones of a history. */
  async fill(subject: Subject, rows: readonly Placed[], partition: string | undefined): Promise<boolean> {
    const effect: Effect = { kind: 'put', partition: subject.place(partition), rows: [...rows], replaces: true }
    return this.#put('fill', subject, partition, effect)
  }

  async close(): Promise<void> {
    const sdk = this.#sdk
    this.#sdk = undefined
    await sdk?.closeConnection().catch(() => undefined)
  }

  async #entities(command: OnEntities, subject: Subject): Promise<boolean> {
    const partition = subject.partition(command.partition)
    switch (command.do) {
      case 'insert':
        return this.#insert(command, subject, partition)
      case 'upsert': {
        const rows = subject.keys(command.keys).map((key) => ({ key, row: this.#world.row(subject, command) }))
        const replaces = !this.#profile.updates
        return rows.length === 0 || this.#put('upsert', subject, partition, { kind: 'put', partition: subject.place(partition), rows, replaces })
      }
      case 'update': {
        const rows = subject.keys(command.keys).map((key) => ({ key, row: this.#change(subject, command) }))
        return rows.length === 0 || this.#put('update', subject, partition, { kind: 'put', partition: subject.place(partition), rows, replaces: false })
      }
      case 'delete': {
        const keys = subject.keys(command.keys)
        // Lite asks for a key's partition where one is named, so it may leave the entity.
        const effect: Effect = { kind: 'erase', partition: this.#scope(subject, partition), keys, certain: !(this.#profile.globalKeys && partition) }
        return keys.length === 0 || this.#delete(`pk in [${keys.map((key) => subject.literal(key)).join(', ')}]`, subject, partition, effect)
      }
      case 'delete-where': {
        const { expr, fits } = subject.selection(command.where)
        return this.#delete(expr, subject, partition, { kind: 'erase-where', partition: this.#scope(subject, partition), fits, certain: this.#profile.exactDeletes && !partition })
      }
      case 'create-partition':
      case 'drop-partition':
        return this.#partition(command.do, subject, partition)
    }
  }

  /** Of a delete: undefined where it is not limited to a partition. */
  #scope(subject: Subject, partition: string | undefined): string | undefined {
    return partition === undefined ? undefined : subject.place(partition)
  }

  async #insert(command: Extract<Command, { do: 'insert' }>, subject: Subject, partition: string | undefined): Promise<boolean> {
    if (subject.isAuto) return this.#put('insert', subject, partition, { kind: 'put-somewhere', rows: command.keys.map(() => this.#world.row(subject, command)) })
    const rows = subject.keysToInsert(command.keys).map((key) => ({ key, row: this.#world.row(subject, command) }))
    return this.#put('insert', subject, partition, { kind: 'put', partition: subject.place(partition), rows, replaces: true })
  }

  #change(subject: Subject, { field, bucket }: { field: 'bucket' | 'note'; bucket: number }): Placed['row'] {
    const { note } = this.#world.row(subject, { bucket, color: null })
    return field === 'bucket' ? { bucket } : { note }
  }

  async #put(what: string, subject: Subject, partition: string | undefined, effect: Extract<Effect, { kind: 'put' | 'put-somewhere' }>): Promise<boolean> {
    const data = effect.kind === 'put' ? effect.rows.map(({ key, row }) => ({ pk: key, ...row })) : effect.rows
    const request = { ...nameOf(subject), ...(partition && { partition_name: partition }), data: data as never, ...(what === 'update' && { partial_update: true }) }
    const text = `${what}${partition ? ` in ${partition}` : ''} ${JSON.stringify(data)}`
    return this.#say(what === 'fill' ? `fill with ${data.length}` : text, subject.fullName, effect, async (sdk) => {
      const reply = await (what === 'upsert' || what === 'update' ? sdk.upsert(request) : sdk.insert(request))
      return { ...reply.status, effect: learnt(subject, effect, reply) }
    })
  }

  #delete(expr: string, subject: Subject, partition: string | undefined, effect: Effect): Promise<boolean> {
    const request = { ...nameOf(subject), filter: expr, ...(partition && { partition_name: partition }), consistency_level: 'Strong' as never }
    return this.#say(`delete ${expr}${partition ? ` in ${partition}` : ''}`, subject.fullName, effect, async (sdk) => (await sdk.deleteEntities(request)).status)
  }

  #drop(subject: Subject): Promise<boolean> {
    return this.#say('drop', subject.fullName, EVERYTHING, (sdk) => sdk.dropCollection(nameOf(subject)))
  }

  async #partition(what: 'create-partition' | 'drop-partition', subject: Subject, partition: string | undefined): Promise<boolean> {
    if (partition === undefined || partition === '_default') return true
    const of = { ...nameOf(subject), partition_name: partition }
    if (what === 'create-partition') return this.#say(what, subject.fullName, undefined, (sdk) => sdk.createPartition(of))
    const effect: Effect = { kind: 'erase', partition: subject.place(partition), keys: undefined, certain: !this.#profile.globalKeys }
    // Milvus drops no partition that is loaded.
    if (!this.#profile.globalKeys && !(await this.#say('release partition', subject.fullName, undefined, (sdk) => sdk.releasePartitions({ ...nameOf(subject), partition_names: [partition] })))) return false
    return this.#say(what, subject.fullName, effect, (sdk) => sdk.dropPartition(of))
  }

  /** Makes one call and writes it down. */
  async #say(what: string, collection: string, effect: Effect | undefined, call: (sdk: MilvusClient) => Promise<Answer>): Promise<boolean> {
    this.#sdk ??= connect(this.#at())
    const entry = this.#book.begin({ client: this.#number, what, collection, effect })
    try {
      const answer = await call(this.#sdk)
      if (isSuccess(answer)) this.#book.acknowledged(entry, answer.effect ?? effect)
      else this.#book.failed(entry, `${answer.error_code} ${answer.code}: ${answer.reason}`)
      return true
    } catch (error) {
      const text = textOf(error)
      this.#book.failed(entry, text)
      if (!isAway(text)) return true
      await this.close()
      return false
    }
  }
}

/** Loads and waits. The SDK's own wait does not end where another client releases the collection meanwhile. */
async function load(sdk: MilvusClient, of: ReturnType<typeof nameOf>): Promise<Answer> {
  const answer = await sdk.loadCollectionAsync(of)
  if (!isSuccess(answer)) return answer
  const deadline = Date.now() + CALL_LIMIT_MS
  while ((await sdk.getLoadState(of)).state === 'LoadStateLoading') {
    if (Date.now() > deadline) throw new Error(`${of.collection_name} was not loaded within ${CALL_LIMIT_MS} ms`)
    await sleep(LOADING_MS)
  }
  return answer
}

type Answer = { error_code?: string | number; code?: number; reason?: string; effect?: Effect }

const EVERYTHING: Effect = { kind: 'erase', partition: undefined, keys: undefined, certain: true }

function isSuccess({ error_code, code }: Answer): boolean {
  return (error_code === 'Success' || error_code === 0 || error_code === undefined) && (code ?? 0) === 0
}

/** The SDK throws errors, and replies with a status. */
function textOf(error: unknown): string {
  const { message, status } = error as { message?: string; status?: Answer }
  return message || status?.reason || JSON.stringify(error)
}

/** Nobody listens, or the connection ended with whoever served it. */
function isAway(text: string): boolean {
  return /UNAVAILABLE|ECONNRESET|ECONNREFUSED|CANCELLED|GOAWAY|closed/i.test(text)
}

/** The effect once the reply is known: ids that the server gave, keys that an insert made certain. */
function learnt(subject: Subject, effect: Extract<Effect, { kind: 'put' | 'put-somewhere' }>, reply: { status: Answer; IDs?: unknown }): Effect {
  if (!isSuccess(reply.status)) return effect
  if (effect.kind === 'put') {
    if (effect.replaces) subject.known.push(...effect.rows.map(({ key }) => key))
    return effect
  }
  const ids = (reply.IDs as { int_id?: { data: string[] } } | undefined)?.int_id?.data.map(String) ?? []
  subject.known.push(...ids)
  return { kind: 'put', partition: undefined, rows: ids.map((key, at) => ({ key, row: effect.rows[at] ?? {} })), replaces: true }
}

function nameOf(subject: Subject): { db_name: string; collection_name: string } {
  return { db_name: subject.database, collection_name: subject.name }
}

function fieldsOf({ plan, isAuto }: Subject): FieldType[] {
  const key: FieldType =
    plan.key === 'varchar'
      ? { name: 'pk', data_type: DataType.VarChar, is_primary_key: true, max_length: 64 }
      : { name: 'pk', data_type: DataType.Int64, is_primary_key: true, autoID: isAuto }
  return [
    key,
    plan.partitioning === 'key' ? { ...BUCKET_FIELD, is_partition_key: true } : BUCKET_FIELD,
    { name: 'note', data_type: DataType.VarChar, max_length: 64 },
    { name: 'rev', data_type: DataType.Int64 },
    { name: 'emb', data_type: DataType.FloatVector, dim: DIM },
  ]
}
