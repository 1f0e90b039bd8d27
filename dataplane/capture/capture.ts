// Takes over the writes and DDL of a migration's source: each is journalled around its forwarding, by the
// rules of design §3. It owns the order of steps for one call; the entries themselves are write-log.ts,
// the collections incarnations.ts, the applier's side is elsewhere.
import { publicMessageOf } from '../../lib/errors/app-error.ts'
import type { ForwardResult, InterceptedCall, Interceptor, UnaryReply } from '../gateway/ports.ts'
import { isDatabaseDdl, type Ddl, type IncarnationId } from '../journal/entry.ts'
import type { Journal } from '../journal/journal.ts'
import { describeError, type Logger } from '../lifecycle/logger.ts'
import { LockTable, SharedLock, type Release } from '../lifecycle/shared-lock.ts'
import { within } from '../lifecycle/waiting.ts'
import { findCollection, listAliases, listDatabases } from '../milvus/catalog.ts'
import type { Capabilities } from '../milvus/engines.ts'
import { idsOfReply } from '../milvus/entities.ts'
import { int64Column, withColumn } from '../milvus/field-data.ts'
import { keyToText } from '../milvus/keys.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import type { MilvusServer } from '../milvus/server.ts'
import { readStatus, statusOfReply } from '../milvus/status.ts'
import { addressOf, captureOf, withStrongConsistency, type WriteAddress } from './decode-write.ts'
import { ddlOf, wasCarriedOut } from './ddl-calls.ts'
import { HoldGate } from './hold-gate.ts'
import { IdSource } from './id-source.ts'
import { Incarnations, type Incarnation } from './incarnations.ts'
import type { OpenDdl } from './recovery.ts'
import type { OpenWrite, WriteLog } from './write-log.ts'

export type CaptureParts = {
  source: MilvusServer
  capabilities: Capabilities
  journal: Journal
  writes: WriteLog
  incarnations: Incarnations
  ids: IdSource
  /** Serialises the writes of an engine that needs it; shared with whoever writes outside a migration. */
  serial: SharedLock
  /** How a refusal of this method looks on the wire. */
  refuse: (method: string, why: string) => UnaryReply
  /**
   * The journal can take no more: the migration fails, the clients' writes go on. Resolves when the failure will
   * be known after any crash, so that a write may pass without the journal; rejects where it may not pass.
   */
  onJournalFailure: (error: unknown) => Promise<void>
  log: Logger
}

/** A forwarded DDL call ends after this time at the latest, whatever the client's deadline. */
const DDL_TIMEOUT_MS = 120_000
const UNAVAILABLE = 14

export class Capture implements Interceptor {
  readonly gate = new HoldGate()
  #parts: CaptureParts
  #databases = new LockTable()
  #collections = new LockTable()
  #inFlight = 0
  #idle: (() => void)[] = []
  #ended = false
  #settling = new Map<OpenWrite, { timer: NodeJS.Timeout; release: Release }>()
  /** Collections with an insert of unknown outcome whose ids only the source knows. */
  readonly unresolved = new Set<IncarnationId>()

  constructor(parts: CaptureParts) {
    this.#parts = parts
  }

  wants(): boolean {
    return !this.#ended
  }

  async handle(call: InterceptedCall): Promise<UnaryReply> {
    const verdict = await this.gate.pass(call.message.length, call.signal)
    if (!verdict.go) return this.#turnAway(call.method, verdict.why)
    if (this.#ended) return asReply(await call.forward(call.message, this.#parts.capabilities.writeTimeoutMs))
    this.#inFlight++
    try {
      if (call.method === 'Insert' || call.method === 'Upsert' || call.method === 'Delete') return await this.#write(call)
      const ddl = ddlOf(call.method, call.message, call.database)
      return ddl ? await this.#ddl(call, ddl) : this.#parts.refuse(call.method, 'this migration cannot carry it')
    } catch (error) {
      // The source could not be asked what the call is about: nothing was forwarded.
      this.#parts.log.warn('a call could not be captured', { method: call.method, error: describeError(error) })
      return { kind: 'status', code: UNAVAILABLE, details: publicMessageOf(error) }
    } finally {
      this.#inFlight--
      if (this.#inFlight === 0) this.#idle.splice(0).forEach((done) => done())
    }
  }

  /** Resolves when no call that passed the gate is under way. Close the gate first. */
  drained(): Promise<void> {
    return this.#inFlight === 0 ? Promise.resolve() : new Promise((resolve) => this.#idle.push(resolve))
  }

  /** Resolves when every delete by expression that is open now has ended or can land no more. */
  async exprDeletesEnded(signal: AbortSignal): Promise<void> {
    const open = this.#parts.writes.open().filter((write) => write.expr)
    while (open.some((write) => this.#parts.writes.open().includes(write))) {
      signal.throwIfAborted()
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  /** Makes these collections of the source known, with their aliases. Called once before the copy. */
  async learnCollections(names: { database: string; name: string }[]): Promise<void> {
    for (const { database, name } of names) (await this.#enter({ database, collection: name })).release()
    await this.#parts.journal.durable()
  }

  /**
   * Holds off DDL on a collection while it is read. Undefined where the incarnation has ended: nothing of
   * it may be read, and nothing concluded from its absence.
   */
  async holdForReading(id: IncarnationId): Promise<{ incarnation: Incarnation; release: Release } | undefined> {
    const { incarnations } = this.#parts
    const known = incarnations.living(id) ?? incarnations.recalledName(id)
    if (!known) return undefined
    const { incarnation, release } = await this.#enter({ database: known.database, collection: known.name })
    if (incarnation?.id === id) return { incarnation, release }
    release()
    return undefined
  }

  /** After a restart: closes what was open, once it can land no more. */
  async settleRecovered(recovered: { writes: OpenWrite[]; ddls: OpenDdl[] }): Promise<void> {
    for (const write of recovered.writes) {
      if (write.write.keys.length === 0 && !write.expr) this.unresolved.add(write.incarnation)
      this.#parts.writes.landed(write)
    }
    for (const open of recovered.ddls) await this.#settleDdl(open)
    await this.#parts.journal.durable()
  }

  /** From now on calls are relayed as they come. Calls under way end as they began. */
  end(): void {
    this.#ended = true
    for (const { timer, release } of this.#settling.values()) {
      clearTimeout(timer)
      release()
    }
    this.#settling.clear()
    this.gate.open()
  }

  /** This process ends: calls are told to come again, those under way end or stay open in the journal. */
  async stop(withinMs: number): Promise<void> {
    this.gate.shut()
    await within(withinMs, this.drained())
    for (const { timer, release } of this.#settling.values()) {
      clearTimeout(timer)
      release()
    }
    this.#settling.clear()
  }

  #failed(error: unknown): void {
    this.#parts.onJournalFailure(error).catch((cause: unknown) => this.#parts.log.error('the failure of the journal could not be stored', { error: describeError(cause) }))
  }

  #turnAway(method: string, why: 'overflow' | 'retired'): UnaryReply {
    if (why === 'retired') return this.#parts.refuse(method, 'the data has moved to the target cluster; switch the endpoint in your application')
    return { kind: 'status', code: UNAVAILABLE, details: 'The cluster is being switched to its new place. Try again in a moment.' }
  }

  async #write(call: InterceptedCall): Promise<UnaryReply> {
    const to = addressOf(call.message, call.database)
    const { incarnation, release } = await this.#enter(to)
    let held: Release | undefined = release
    try {
      // A collection that is not there cannot come into being while its lock is held: the source says so itself.
      if (!incarnation) return asReply(await this.#forward(call, call.message))
      const { reply, doubt } = await this.#captured(call, to, incarnation)
      if (doubt) {
        this.#settleLater(doubt, held)
        held = undefined
      }
      return reply
    } finally {
      held?.()
    }
  }

  async #captured(call: InterceptedCall, to: WriteAddress, incarnation: Incarnation): Promise<{ reply: UnaryReply; doubt?: OpenWrite }> {
    const { writes, capabilities, ids } = this.#parts
    let message = call.message
    let captured = captureOf(call.method, message, to, incarnation.shape)
    const { autoId, keyField, keyType } = incarnation.shape
    if (captured.needsIds && autoId && keyType === 'int64' && capabilities.acceptsAutoIds && captured.rows > 0) {
      message = withColumn(message, int64Column(keyField, ids.take(captured.rows)))
      captured = captureOf(call.method, message, to, incarnation.shape)
    }
    if (captured.expr) message = withStrongConsistency(message)
    let open: OpenWrite
    try {
      open = await writes.begin(incarnation.id, captured.write, captured.expr)
    } catch (error) {
      // Invariant: no write passes the journal of a migration that may still be completed.
      await this.#parts.onJournalFailure(error)
      return { reply: asReply(await this.#forward(call, message)) }
    }
    const result = await this.#forward(call, message)
    return this.#conclude(call, open, result)
  }

  async #conclude(call: InterceptedCall, open: OpenWrite, result: ForwardResult): Promise<{ reply: UnaryReply; doubt?: OpenWrite }> {
    const { writes, capabilities } = this.#parts
    try {
      if (result.kind === 'message' && statusOfReply(result.message).ok) {
        const named = idsOfReply(result.message).map(keyToText)
        const plain = open.expr !== undefined && capabilities.deleteNamesKeys
        // An id that the server replaced (upsert on autoID) must be known beside the one that was sent.
        const given = open.write.keys.length > 0 && call.method !== 'Delete' ? difference(named, open.write.keys) : []
        open.write.keys.push(...given)
        await writes.done(open, named, plain)
        // The reply alone names them, so a crash right after the acknowledgement must not lose them.
        if (given.length > 0) await this.#parts.journal.durable()
        return { reply: asReply(result) }
      }
      if (result.kind === 'status' && !result.sent) {
        writes.refused(open)
        return { reply: asReply(result) }
      }
      if (this.#mayHaveUnknownIds(call.method, open)) this.unresolved.add(open.incarnation)
      writes.doubt(open)
      return { reply: asReply(result), doubt: open }
    } catch (error) {
      this.#failed(error)
      return { reply: asReply(result) }
    }
  }

  /** The source may have given ids that nobody heard of: to an insert without ids, or in place of an upsert's own. */
  #mayHaveUnknownIds(method: string, open: OpenWrite): boolean {
    if (open.expr) return false
    const gives = this.#parts.incarnations.living(open.incarnation)?.shape.autoId && !this.#parts.capabilities.acceptsAutoIds
    return open.write.keys.length === 0 || (method === 'Upsert' && gives === true)
  }

  /** A write in doubt keeps DDL off its collection until it can land no more. */
  #settleLater(open: OpenWrite, release: Release): void {
    const settle = () => {
      this.#settling.delete(open)
      try {
        this.#parts.writes.landed(open)
      } catch (error) {
        this.#failed(error)
      }
      release()
    }
    this.#settling.set(open, { timer: setTimeout(settle, this.#parts.capabilities.settleMs), release })
  }

  async #forward(call: InterceptedCall, message: Buffer): Promise<ForwardResult> {
    const { serialWrites, writeTimeoutMs } = this.#parts.capabilities
    if (!serialWrites) return call.forward(message, writeTimeoutMs)
    const release = await this.#parts.serial.exclusive()
    try {
      return await call.forward(message, writeTimeoutMs)
    } finally {
      release()
    }
  }

  async #ddl(call: InterceptedCall, ddl: Ddl): Promise<UnaryReply> {
    const release = await this.#lockDdl(ddl)
    let held: Release | undefined = release
    try {
      const intent = await this.#parts.journal.appendDurable({ kind: 'ddl-intent', at: Date.now(), ddl })
      const result = await call.forward(call.message, DDL_TIMEOUT_MS)
      const carriedOut = result.kind === 'message' && succeeded(call.method, result.message)
      if (carriedOut) await this.#ddlDone({ intent, ddl })
      else if (result.kind === 'status' && !result.sent) this.#parts.journal.append({ kind: 'ddl', at: Date.now(), intent, ddl, done: false })
      else {
        // A refusal may be half done, a lost reply may land later: look once it cannot change any more.
        const waitMs = result.kind === 'message' ? 0 : this.#parts.capabilities.settleMs
        const settled = this.#settleDdlAfter(waitMs, { intent, ddl }, release)
        held = undefined
        if (waitMs === 0) await settled
      }
      return asReply(result)
    } catch (error) {
      this.#failed(error)
      return { kind: 'status', code: UNAVAILABLE, details: 'The migration of this cluster ended while the call was under way. Look before you repeat it.' }
    } finally {
      held?.()
    }
  }

  async #settleDdlAfter(waitMs: number, open: OpenDdl, release: Release): Promise<void> {
    try {
      if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
      await this.#settleDdl(open)
    } catch (error) {
      this.#parts.log.error('a DDL call could not be settled', { error: describeError(error), operation: open.ddl.operation })
      this.#failed(error)
    } finally {
      release()
    }
  }

  /** Looks at the source to learn what became of a DDL call. */
  async #settleDdl(open: OpenDdl): Promise<void> {
    const { source, journal } = this.#parts
    const { database, collection } = open.ddl
    const databases = await listDatabases(source)
    const shape = collection && databases.includes(database) ? await findCollection(source, { database, name: collection }) : undefined
    const seen = { collection: shape !== undefined, database: databases.includes(database) }
    const known = this.#parts.incarnations.find({ database, name: collection })
    const isNews = open.ddl.operation !== 'create-collection' || known === undefined
    if (wasCarriedOut(open.ddl, seen) && isNews) await this.#ddlDone(open)
    else await journal.appendDurable({ kind: 'ddl', at: Date.now(), intent: open.intent, ddl: open.ddl, done: false })
  }

  async #ddlDone({ intent, ddl }: OpenDdl): Promise<void> {
    const { journal, incarnations } = this.#parts
    const at = { database: ddl.database, name: ddl.collection }
    let incarnation: IncarnationId | undefined
    if (ddl.operation === 'drop-collection') incarnation = incarnations.end(at)?.id
    else if (!isDatabaseDdl(ddl.operation)) incarnation = (await this.#incarnationOf({ database: ddl.database, collection: ddl.collection }))?.id
    const entry = { kind: 'ddl' as const, at: Date.now(), intent, ddl, done: true }
    await journal.appendDurable(incarnation === undefined ? entry : { ...entry, incarnation })
  }

  /** Takes a shared hold on a collection, by name or alias, and finds its incarnation under it. */
  async #enter(to: { database: string; collection: string }): Promise<{ incarnation: Incarnation | undefined; release: Release }> {
    const { incarnations, source } = this.#parts
    const at = { database: to.database, name: to.collection }
    const releases = [await this.#databases.shared(to.database)]
    const release = () => releases.splice(0).forEach((one) => one())
    try {
      const name = incarnations.realName(at)
      releases.push(await this.#collections.shared(`${to.database}/${name}`))
      const known = incarnations.find(at)
      if (known) return { incarnation: known, release }
      const shape = await findCollection(source, { database: to.database, name })
      if (!shape) return { incarnation: undefined, release }
      if (shape.name === name) return { incarnation: await this.#register(shape), release }
      incarnations.addAlias(shape, to.collection)
    } catch (error) {
      release()
      throw error
    }
    // An alias: come again under the collection's own name.
    release()
    return this.#enter(to)
  }

  /** Gives a collection met for the first time its incarnation. Its lock is held. */
  async #register(shape: CollectionShape): Promise<Incarnation> {
    const { incarnations, source, journal } = this.#parts
    const met = incarnations.find(shape)
    if (met) return met
    const isNew = !incarnations.isRecalled(shape)
    const incarnation = incarnations.begin(shape)
    if (isNew) journal.append({ kind: 'incarnation', at: Date.now(), id: incarnation.id, database: shape.database, name: shape.name })
    for (const alias of await listAliases(source, shape)) incarnations.addAlias(shape, alias)
    return incarnation
  }

  /** The incarnation under a name whose lock is held. */
  async #incarnationOf(to: { database: string; collection: string }): Promise<Incarnation | undefined> {
    const at = { database: to.database, name: to.collection }
    const known = this.#parts.incarnations.find(at)
    if (known) return known
    const shape = await findCollection(this.#parts.source, at)
    return shape && this.#register(shape)
  }

  async #lockDdl(ddl: Ddl): Promise<Release> {
    if (isDatabaseDdl(ddl.operation)) return this.#databases.exclusive(ddl.database)
    const releaseDatabase = await this.#databases.shared(ddl.database)
    const name = this.#parts.incarnations.realName({ database: ddl.database, name: ddl.collection })
    const key = `${ddl.database}/${name}`
    const lock = ddl.operation === 'index' ? this.#collections.shared(key) : this.#collections.exclusive(key)
    return once(releaseDatabase, await lock)
  }
}

function once(...releases: Release[]): Release {
  return () => releases.splice(0).forEach((release) => release())
}

function difference(values: readonly string[], without: readonly string[]): string[] {
  const known = new Set(without)
  return values.filter((value) => !known.has(value))
}

/** DDL replies are a bare Status, but for TruncateCollection's, whose field 1 is one. */
function succeeded(method: string, reply: Buffer): boolean {
  return method === 'TruncateCollection' ? statusOfReply(reply).ok : readStatus(reply).ok
}

function asReply(result: ForwardResult): UnaryReply {
  if (result.kind === 'message') return { kind: 'message', message: result.message, trailers: result.trailers }
  return { kind: 'status', code: result.code, details: result.details }
}
