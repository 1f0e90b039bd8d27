// DDL on a migration's source: alone on its collection, journalled around its forwarding. Where the reply says
// nothing reliable, the source itself is looked at, once the call can change nothing any more.
import { AppError } from '../../lib/errors/app-error.ts'
import type { ForwardResult, InterceptedCall } from '../gateway/ports.ts'
import { ALL_PARTITIONS, isDatabaseDdl, type Ddl, type IncarnationId, type JournalOffset } from '../journal/entry.ts'
import type { Journal } from '../journal/journal.ts'
import { crashPoint } from '../lifecycle/crash-point.ts'
import { describeError, type Logger } from '../lifecycle/logger.ts'
import type { Release } from '../lifecycle/shared-lock.ts'
import { backoffMs, sleep } from '../lifecycle/waiting.ts'
import { findCollection, listDatabases, listPartitions, type CollectionName } from '../milvus/catalog.ts'
import type { MilvusServer } from '../milvus/server.ts'
import { readStatus, statusOfReply } from '../milvus/status.ts'
import { wasCarriedOut } from './ddl-calls.ts'
import type { Incarnations } from './incarnations.ts'
import type { OpenDdl } from './recovery.ts'
import type { SourceCollections } from './source-collections.ts'

type Parts = {
  source: MilvusServer
  journal: Journal
  incarnations: Incarnations
  collections: SourceCollections
  /** How long a call with a lost reply may still land. */
  settleMs: number
  /** Ends the waiting when the migration ends. */
  signal: AbortSignal
  /** The collection's keys must be compared before the cutover. */
  onUnresolved: (id: IncarnationId) => void
  onJournalFailure: (error: unknown) => void
  log: Logger
}

/** A forwarded DDL call ends after this time at the latest, whatever the client's deadline. */
const DDL_TIMEOUT_MS = 120_000

export class DdlCapture {
  #parts: Parts
  #lastDone: JournalOffset | undefined

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Where the last DDL stands that was carried out; undefined: none since this process began. */
  get lastDone(): JournalOffset | undefined {
    return this.#lastDone
  }

  /** Forwards the call. Rejects with `journal.write_failed` where it could not be journalled, and was not forwarded. */
  async handle(call: InterceptedCall, ddl: Ddl): Promise<ForwardResult> {
    const { journal, collections } = this.#parts
    const release = await collections.lockFor(ddl)
    let held: Release | undefined = release
    try {
      crashPoint('ddl.before-intent')
      const intent = await journal.appendDurable({ kind: 'ddl-intent', at: Date.now(), ddl })
      crashPoint('ddl.after-intent')
      const result = await call.forward(call.message, DDL_TIMEOUT_MS)
      crashPoint('ddl.after-forward')
      if (result.kind === 'status' && !result.sent) {
        journal.append({ kind: 'ddl', at: Date.now(), intent, ddl, done: false })
        return result
      }
      // A refusal may be half done, a lost reply may land later. The lock is kept until that is known.
      const settled = this.#settlePatiently({ intent, ddl }, result.kind === 'message' ? 0 : this.#parts.settleMs, carriedOut(call.method, result))
      held = undefined
      const known = settled.finally(release)
      if (result.kind === 'message') await known
      return result
    } finally {
      held?.()
    }
  }

  /** Looks at the source to learn what became of a call, and writes it down. Rejects while the source is away. */
  async settle(open: OpenDdl): Promise<void> {
    const { source, journal, incarnations } = this.#parts
    const { database, collection, operation } = open.ddl
    const databases = await listDatabases(source)
    const shape = collection && databases.includes(database) ? await findCollection(source, { database, name: collection }) : undefined
    const partition = shape !== undefined && open.ddl.partition !== undefined && (await listPartitions(source, shape)).includes(open.ddl.partition)
    const seen = { collection: shape !== undefined, database: databases.includes(database), partition }
    const isNews = operation !== 'create-collection' || incarnations.find({ database, name: collection }) === undefined
    if (wasCarriedOut(open.ddl, seen) && isNews) await this.#done(open)
    else await journal.appendDurable({ kind: 'ddl', at: Date.now(), intent: open.intent, ddl: open.ddl, done: false })
    if (operation === 'truncate-collection' && shape) await this.#sweepLater(shape)
  }

  /** An outcome without keys: recovery reads in it that the collection is to be swept. */
  async #sweepLater(at: CollectionName): Promise<void> {
    const { journal, collections, onUnresolved } = this.#parts
    const incarnation = (await collections.incarnationOf(at))?.id
    if (incarnation === undefined) return
    onUnresolved(incarnation)
    await journal.appendDurable({ kind: 'outcome', at: Date.now(), incarnation, intent: journal.end, how: 'landed', write: { scope: ALL_PARTITIONS, keys: [] } })
  }

  /** Never rejects: a journal that fails is reported, a source that is away is waited for. */
  async #settlePatiently(open: OpenDdl, waitMs: number, isDone: boolean): Promise<void> {
    const { signal, log } = this.#parts
    try {
      await sleep(waitMs, signal)
      for (let attempt = 1; ; attempt++) {
        try {
          return await (isDone ? this.#done(open) : this.settle(open))
        } catch (error) {
          if (error instanceof AppError && error.code === 'journal.write_failed') return this.#parts.onJournalFailure(error)
          log.warn('what became of a DDL call is not known yet', { operation: open.ddl.operation, attempt, error: describeError(error) })
          await sleep(backoffMs(attempt), signal)
        }
      }
    } catch {
      // The migration has ended: nobody needs to know any more.
    }
  }

  async #done({ intent, ddl }: OpenDdl): Promise<void> {
    const { journal, incarnations, collections } = this.#parts
    const at = { database: ddl.database, name: ddl.collection }
    let incarnation: IncarnationId | undefined
    if (ddl.operation === 'drop-collection') incarnation = incarnations.end(at)?.id
    else if (!isDatabaseDdl(ddl.operation)) incarnation = (await collections.incarnationOf(at))?.id
    const entry = { kind: 'ddl' as const, at: Date.now(), intent, ddl, done: true }
    this.#lastDone = await journal.appendDurable(incarnation === undefined ? entry : { ...entry, incarnation })
    crashPoint('ddl.after-outcome')
  }
}

/** DDL replies are a bare Status, but for TruncateCollection's, whose field 1 is one. */
function carriedOut(method: string, result: ForwardResult): boolean {
  if (result.kind !== 'message') return false
  return method === 'TruncateCollection' ? statusOfReply(result.message).ok : readStatus(result.message).ok
}
