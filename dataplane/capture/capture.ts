// Takes over the writes and DDL of a migration's source: each is journalled around its forwarding, by the
// rules of docs/stage-machine.md. It owns the order of steps for a write; the entries themselves are write-log.ts,
// DDL is ddl-capture.ts, locks and incarnations are source-collections.ts.
import { AppError, publicMessageOf } from '../../lib/errors/app-error.ts'
import type { ForwardResult, InterceptedCall, Interceptor, UnaryReply } from '../gateway/ports.ts'
import { GRPC } from '../grpc/status.ts'
import type { IncarnationId, JournalOffset } from '../journal/entry.ts'
import type { Journal } from '../journal/journal.ts'
import { GONE, type RowImage } from '../journal/row-images.ts'
import { crashPoint } from '../lifecycle/crash-point.ts'
import { describeError, type Logger } from '../lifecycle/logger.ts'
import type { Release, SharedLock } from '../lifecycle/shared-lock.ts'
import { within } from '../lifecycle/waiting.ts'
import type { CollectionName } from '../milvus/catalog.ts'
import type { Capabilities } from '../milvus/engines.ts'
import { idsOfReply } from '../milvus/entities.ts'
import { int64Column, withColumn } from '../milvus/field-data.ts'
import { keyToText } from '../milvus/keys.ts'
import type { MilvusServer } from '../milvus/server.ts'
import { statusOfReply } from '../milvus/status.ts'
import { kindOf } from './call-kind.ts'
import { addressOf, captureOf, deleteOfKeys, withStrongConsistency, type CapturedWrite, type WriteAddress } from './decode-write.ts'
import { DdlCapture } from './ddl-capture.ts'
import { ddlOf } from './ddl-calls.ts'
import { keysHit } from './hidden-versions.ts'
import { HoldGate } from './hold-gate.ts'
import type { IdSource } from './id-source.ts'
import { imageOf } from './image-of.ts'
import type { Incarnation, Incarnations } from './incarnations.ts'
import type { OpenDdl } from './recovery.ts'
import { SourceCollections } from './source-collections.ts'
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
  /** A client loads this collection of the source: it is not the migration's to release any more. Rejects where that cannot be stored. */
  onLoad: (at: CollectionName) => Promise<void>
  /** How a refusal of this method looks on the wire. */
  refuse: (method: string, why: string) => UnaryReply
  /**
   * The journal can take no more: the migration fails, the clients' writes go on. Resolves when the failure will
   * be known after any crash, so that a write may pass without the journal; rejects where it may not pass.
   */
  onJournalFailure: (error: unknown) => Promise<void>
  log: Logger
}

/** A forwarded load or release ends after this time at the latest, whatever the client's deadline. */
const LOAD_TIMEOUT_MS = 120_000

/** A call that passed the gate comes to it again: nothing of it was forwarded, and it has closed meanwhile. */
class TurnedBack extends Error {}

export class Capture implements Interceptor {
  readonly gate = new HoldGate()
  #parts: CaptureParts
  #collections: SourceCollections
  #ddl: DdlCapture
  #over = new AbortController()
  #inFlight = 0
  #ddlInFlight = 0
  #idle: (() => void)[] = []
  #ended = false
  #settling = new Map<readonly OpenWrite[], { timer: NodeJS.Timeout; release: Release }>()
  /** Collections with an insert of unknown outcome whose ids only the source knows, or a truncate that may not have happened. */
  readonly unresolved = new Set<IncarnationId>()

  constructor(parts: CaptureParts) {
    this.#parts = parts
    this.#collections = new SourceCollections(parts)
    this.#ddl = new DdlCapture({
      ...parts,
      collections: this.#collections,
      settleMs: parts.capabilities.settleMs,
      signal: this.#over.signal,
      onUnresolved: (id) => this.unresolved.add(id),
      onJournalFailure: (error) => this.#failed(error),
    })
  }

  wants(): boolean {
    return !this.#ended
  }

  async handle(call: InterceptedCall): Promise<UnaryReply> {
    if (kindOf(call.method) === 'load') return this.#load(call)
    for (;;) {
      try {
        return await this.#pass(call)
      } catch (error) {
        if (!(error instanceof TurnedBack)) throw error
      }
    }
  }

  async #pass(call: InterceptedCall): Promise<UnaryReply> {
    // Invariant: no turn lies between passing the gate and being counted. A cutover that closed the gate in between
    // would take the source for drained, and this write would come after its marker.
    const kind = kindOf(call.method)
    let verdict = this.gate.pass(call.message.length, call.signal, kind)
    while (verdict instanceof Promise) {
      const held = await verdict
      verdict = held.go ? this.gate.pass(call.message.length, call.signal, kind) : held
    }
    if (!verdict.go) return this.#turnAway(call.method, verdict.why)
    if (this.#ended) return await call.forward(call.message, this.#parts.capabilities.writeTimeoutMs)
    this.#inFlight++
    if (kind !== 'write') this.#ddlInFlight++
    try {
      if (kind === 'write') return await this.#write(call)
      if (kind === 'release') return await this.#release(call)
      const ddl = ddlOf(call.method, call.message, call.database)
      return ddl ? await this.#ddl.handle(call, ddl) : this.#parts.refuse(call.method, 'this migration cannot carry it')
    } catch (error) {
      if (error instanceof TurnedBack) throw error
      if (error instanceof AppError && error.code === 'journal.write_failed') this.#failed(error)
      // The source could not be asked what the call is about: nothing was forwarded.
      this.#parts.log.warn('a call could not be captured', { method: call.method, error: describeError(error) })
      return { kind: 'status', code: GRPC.UNAVAILABLE, details: publicMessageOf(error) }
    } finally {
      if (kind !== 'write') this.#ddlInFlight--
      this.#inFlight--
      if (this.#inFlight === 0) this.#idle.splice(0).forEach((done) => done())
    }
  }

  /** Resolves when no call that passed the gate is under way. Close the gate first. */
  drained(): Promise<void> {
    return this.#inFlight === 0 ? Promise.resolve() : new Promise((resolve) => this.#idle.push(resolve))
  }

  /** DDL and releases under way, and where the last DDL stands in the journal that was carried out. */
  get ddl(): { underWay: number; lastDone: JournalOffset | undefined } {
    return { underWay: this.#ddlInFlight, lastDone: this.#ddl.lastDone }
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
  learnCollections(names: readonly { database: string; name: string }[]): Promise<void> {
    return this.#collections.learn(names)
  }

  /** See SourceCollections.holdForReading. */
  holdForReading(id: IncarnationId): Promise<{ incarnation: Incarnation; release: Release } | undefined> {
    return this.#collections.holdForReading(id)
  }

  /** See SourceCollections.holdWriters. */
  holdWriters(at: { database: string; name: string }, signal: AbortSignal): Promise<Release> {
    return this.#collections.holdWriters(at, signal)
  }

  /** After a restart: closes what was open, once it can land no more. */
  async settleRecovered(recovered: { writes: OpenWrite[]; ddls: OpenDdl[] }): Promise<void> {
    crashPoint('recovery.before-settle')
    for (const write of recovered.writes) {
      if (write.write.keys.length === 0 && !write.expr) this.unresolved.add(write.incarnation)
      this.#parts.writes.landed(write)
    }
    for (const open of recovered.ddls) await this.#ddl.settle(open)
    await this.#parts.journal.durable()
    crashPoint('recovery.after-settle')
  }

  /** From now on calls are relayed as they come. Calls under way end as they began. */
  end(): void {
    this.#ended = true
    this.#stopSettling()
    this.gate.open()
  }

  /**
   * The other side serves and this one takes writes again. What was held was sent to the side that served then: here
   * it would be acknowledged and be on neither the target nor its way there.
   */
  leaveSource(): void {
    this.gate.refuseHeld()
    this.end()
  }

  /** This process ends: calls are told to come again, those under way end or stay open in the journal. */
  async stop(withinMs: number): Promise<void> {
    this.gate.shut()
    await within(withinMs, this.drained())
    this.#stopSettling()
  }

  #stopSettling(): void {
    this.#over.abort(new Error('capture has ended'))
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
    return { kind: 'status', code: GRPC.UNAVAILABLE, details: 'The cluster is being switched to its new place. Try again in a moment.' }
  }

  async #write(call: InterceptedCall): Promise<UnaryReply> {
    const to = addressOf(call.message, call.database)
    const { incarnation, release } = await this.#collections.enter(to, 'writer')
    let held: Release | undefined = release
    try {
      // A collection that is not there cannot come into being while its lock is held: the source says so itself.
      if (!incarnation) return await this.#forward(call, call.message)
      const { reply, doubt = [] } = await this.#captured(call, to, incarnation)
      if (doubt.length > 0) {
        this.#settleLater(doubt, held)
        held = undefined
      }
      return reply
    } finally {
      held?.()
    }
  }

  async #captured(call: InterceptedCall, to: WriteAddress, incarnation: Incarnation): Promise<Conclusion> {
    const { capabilities, ids } = this.#parts
    let message = call.message
    let captured = captureOf(call.method, message, to, incarnation.shape)
    const { autoId, keyField, keyType } = incarnation.shape
    if (captured.needsIds && autoId && keyType === 'int64' && capabilities.acceptsAutoIds && captured.rows > 0) {
      message = withColumn(message, int64Column(keyField, ids.take(captured.rows)))
      captured = captureOf(call.method, message, to, incarnation.shape)
    }
    if (captured.expr) message = withStrongConsistency(message)
    crashPoint('capture.before-intent')
    const open = await this.#begin(incarnation, captured)
    if (!open) return { reply: await this.#forward(call, message) }
    const hit = open[0]!.isNamed ? open[1]?.write.keys : undefined
    const ofKeys = hit && hit.length <= capabilities.keysPerRead ? deleteOfKeys(message, incarnation.shape, hit) : undefined
    message = ofKeys ?? message
    crashPoint('capture.after-intent')
    const result = await this.#forward(call, message)
    crashPoint('capture.after-forward')
    return this.#conclude(call.method, open, { result, isOfKeys: ofKeys !== undefined, imageOf: (reply) => imageOf({ method: call.method, message, to, captured }, reply, incarnation.shape) })
  }

  /**
   * Undefined where the journal failed. The keys that a delete by expression will hit are a write of their own, open
   * beside it, and its outcome needs no expression then. They are asked for after the delete's intent: what matches later only is a neighbour of it. Where the
   * source does not answer, nothing is forwarded. The question waits for the source's time tick: where the gate
   * closes meanwhile, the call is turned back to it, so that the cutover need not wait too.
   */
  async #begin({ id, shape }: Incarnation, { write, expr }: CapturedWrite): Promise<OpenWrite[] | undefined> {
    const { source, writes, capabilities } = this.#parts
    let isAsked = false
    const open: OpenWrite[] = []
    try {
      open.push(await writes.begin(id, write, expr))
      if (!expr || !capabilities.hidesVersions) return open
      const { closing } = this.gate
      const hit = await this.#whileLoaded(shape, () => keysHit(source, shape, expr, { signal: closing })).catch((error: unknown) => {
        throw closing.aborted ? new TurnedBack() : error
      })
      if (closing.aborted) throw new TurnedBack()
      isAsked = true
      if (hit.keys.length > 0) open.push(await writes.begin(id, { scope: write.scope, keys: hit.keys }))
      open[0]!.isNamed = hit.isAll
      return open
    } catch (error) {
      const isOfSource = open.length > 0 && !isAsked
      if (isOfSource) {
        for (const one of open) writes.refused(one)
        throw error
      }
      // Invariant: no write passes the journal of a migration that may still be completed.
      await this.#parts.onJournalFailure(error)
      return undefined
    }
  }

  async #whileLoaded<T>(at: CollectionName, read: () => Promise<T>): Promise<T> {
    const letGo = await this.#collections.keepLoaded(at)
    try {
      return await read()
    } finally {
      letGo()
    }
  }

  /** Changes nothing, so it neither waits at the gate nor keeps a cutover waiting. */
  async #load(call: InterceptedCall): Promise<UnaryReply> {
    const { incarnations, onLoad, log } = this.#parts
    const { database, collection } = addressOf(call.message, call.database)
    await onLoad({ database, name: incarnations.realName({ database, name: collection }) }).catch((error: unknown) => {
      log.warn('a load by a client could not be noted; the collection will be released at the end', { collection, error: describeError(error) })
    })
    return await call.forward(call.message, LOAD_TIMEOUT_MS)
  }

  /** Alone on its collection among reads; one that may yet take effect keeps them waiting until it no longer can. */
  async #release(call: InterceptedCall): Promise<UnaryReply> {
    const letGo = await this.#collections.holdReaders(addressOf(call.message, call.database))
    const result = await call.forward(call.message, LOAD_TIMEOUT_MS)
    if (result.kind === 'status' && result.sent) setTimeout(letGo, this.#parts.capabilities.settleMs).unref()
    else letGo()
    return result
  }

  /** `all`: the write, and beside a delete by expression the keys that it hit. */
  async #conclude(method: string, all: readonly OpenWrite[], { result, isOfKeys, imageOf }: Forwarded): Promise<Conclusion> {
    const { writes, capabilities } = this.#parts
    const [open, ...beside] = all as [OpenWrite, ...OpenWrite[]]
    try {
      if (result.kind === 'message' && statusOfReply(result.message).ok) {
        for (const one of beside) await writes.done(one, isOfKeys ? { image: () => GONE } : {})
        const named = open.isNamed ? [] : idsOfReply(result.message).map(keyToText)
        const plain = isOfKeys || (open.expr !== undefined && capabilities.deleteNamesKeys)
        // An id that the server replaced (upsert on autoID) must be known beside the one that was sent.
        const sent = new Set(method === 'Delete' ? [] : open.write.keys)
        const given = sent.size > 0 ? named.filter((key) => !sent.has(key)) : []
        open.write.keys.push(...given)
        await writes.done(open, { named, plain, ...(!open.expr && given.length === 0 && { image: () => imageOf(result.message) }) })
        // The reply alone names them, so a crash right after the acknowledgement must not lose them.
        if (given.length > 0) await this.#parts.journal.durable()
        crashPoint('capture.after-outcome')
        return { reply: result }
      }
      if (result.kind === 'status' && !result.sent) {
        for (const one of all) writes.refused(one)
        return { reply: result }
      }
      if (this.#mayHaveUnknownIds(method, open)) this.unresolved.add(open.incarnation)
      for (const one of all) writes.doubt(one)
      crashPoint('capture.after-doubt')
      return { reply: result, doubt: all }
    } catch (error) {
      this.#failed(error)
      return { reply: result }
    }
  }

  /** The source may have given ids that nobody heard of: to an insert without ids, or in place of an upsert's own. */
  #mayHaveUnknownIds(method: string, open: OpenWrite): boolean {
    if (open.expr) return false
    const gives = this.#parts.incarnations.living(open.incarnation)?.shape.autoId && !this.#parts.capabilities.acceptsAutoIds
    return open.write.keys.length === 0 || (method === 'Upsert' && gives === true)
  }

  /** A write in doubt keeps DDL off its collection until it can land no more. */
  #settleLater(doubt: readonly OpenWrite[], release: Release): void {
    const settle = () => {
      this.#settling.delete(doubt)
      crashPoint('capture.before-landed')
      try {
        for (const open of doubt) this.#parts.writes.landed(open)
        crashPoint('capture.after-landed')
      } catch (error) {
        this.#failed(error)
      }
      release()
    }
    this.#settling.set(doubt, { timer: setTimeout(settle, this.#parts.capabilities.settleMs), release })
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
}

type Forwarded = {
  result: ForwardResult
  /** A delete by expression went to the source as the keys that it hit. */
  isOfKeys: boolean
  /** What the write has made of its keys, by a reply that tells of success. */
  imageOf: (reply: Buffer) => RowImage | undefined
}

type Conclusion = { reply: UnaryReply; doubt?: readonly OpenWrite[] }
