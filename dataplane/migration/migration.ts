// One migration from its start to its end: it runs the stages in order, answers with facts and takes the
// user's stop and cancel. Each stage's work is a file of its own.
import { setMaxListeners } from 'node:events'
import type { MigrationFacts } from '../../lib/contracts/control-api.ts'
import { AppError } from '../../lib/errors/app-error.ts'
import { LAG_GOAL_MS } from '../../lib/migration/lag.ts'
import type { AfterLife } from '../../lib/migration/policy.ts'
import { isEnded, nextStage, type StageEvent } from '../../lib/migration/stage.ts'
import { crashPoint } from '../lifecycle/crash-point.ts'
import { describeError } from '../lifecycle/logger.ts'
import { backoffMs, deferred, sleep } from '../lifecycle/waiting.ts'
import type { CollectionName } from '../milvus/catalog.ts'
import { releaseAll } from '../milvus/release.ts'
import { openContext } from './open-context.ts'
import type { Context, MigrationParts, Side } from './context.ts'
import { CopyProgress, summaryOf } from './copy-progress.ts'
import { copyAll } from './copy-stage.ts'
import { finalize } from './finalize-stage.ts'
import { learnSource, settleEarlierWrites } from './prepare-stage.ts'
import { moveRoles } from './move-roles.ts'
import type { MigrationRecord } from './record.ts'
import { startApplier } from './sync-stage.ts'
import { MigrationVerification } from './verification.ts'

const LOOK_MS = 100
/** Until the capture is open the source's endpoint is closed: applications wait for this as well. */
const REOPEN = { firstMs: 100, mostMs: 500 }
/** Calls under way at a stop may take so long; what takes longer is in doubt at the next start. */
const STOP_WITHIN_MS = 5_000

export class Migration {
  readonly verification: MigrationVerification
  readonly #parts: MigrationParts
  #abort = new AbortController()
  #stopping = false
  #ending: Promise<void> | undefined
  #context: Context | undefined
  #progress = new CopyProgress()
  #troubles = new Map<string, string>()
  #running: Promise<void> = Promise.resolve()
  #captureReady = deferred()

  constructor(parts: MigrationParts) {
    this.#parts = parts
    // The work on each collection listens: more of it than Node takes for a leak.
    setMaxListeners(0, this.#abort.signal)
    this.verification = new MigrationVerification(parts)
  }

  get record(): Readonly<MigrationRecord> {
    return this.#parts.record
  }

  /** Resolves when every write of the source goes through the journal, or the migration has ended. */
  get captureReady(): Promise<void> {
    return this.#captureReady.promise
  }

  /** Goes on from the stage in the record. `resumed`: an earlier process worked on this migration. */
  start(resumed: boolean): void {
    this.#running = this.#run(resumed).catch((error) => this.#parts.log.error('the migration stopped', { error: describeError(error) }))
  }

  /** Ends this process's work on the migration; it goes on at the next start. */
  async stop(): Promise<void> {
    this.#stopping = true
    await this.#context?.capture.stop(STOP_WITHIN_MS)
    this.#abort.abort(new Error('the data plane is stopping'))
    await this.#running
    await this.verification.ended()
    await this.#context?.journal.close().catch(() => undefined)
    this.#context?.source.server.close()
    this.#context?.target.server.close()
  }

  /** The user's Stop Data Sync. Repeated while stopping it changes nothing. */
  async requestStop(stop: { afterLife: AfterLife; acceptLag: boolean; acceptUnverified: boolean }): Promise<void> {
    const { record } = this.#parts
    if (record.stop && record.stage === 'finalizing') return
    const transition = nextStage(record.stage, 'stop')
    if (!transition.ok) throw new AppError('migration.not_allowed', `Data sync cannot be stopped now: ${transition.reason}.`)
    const lagMs = this.#context?.applier?.facts().lagMs ?? 0
    if (lagMs >= LAG_GOAL_MS && !stop.acceptLag)
      throw new AppError('migration.lag_too_high', `The target is ${Math.round(lagMs / 1000)} s behind the source. Wait until the lag is under 10 s, or confirm that you want to stop now.`)
    if (!stop.acceptUnverified) this.verification.requireFoundSame()
    await this.verification.cancel('data sync was stopped')
    if (record.stop && record.stage === 'finalizing') return
    record.stop = { requestedAt: Date.now(), afterLife: stop.afterLife, acceptLag: stop.acceptLag }
    record.cutover = { attempts: 0, heldMs: null, lastRefusal: null }
    await this.#advance('stop')
  }

  /** The user's cancel: the source is released, the target keeps what was copied and stays closed. */
  async cancel(): Promise<void> {
    const transition = nextStage(this.record.stage, 'cancel')
    if (!transition.ok) throw new AppError('migration.not_allowed', `The migration cannot be cancelled now: ${transition.reason}.`)
    await this.#end('cancel', null)
  }

  /** Compares both sides by value; while that runs already it changes nothing. */
  verify(): void {
    this.verification.begin(this.#syncing(), 'user')
  }

  /** Has everything that the last verification found to differ settled by what the source has. */
  resync(): Promise<void> {
    return this.verification.resync(this.#syncing())
  }

  #syncing(): Context {
    const context = this.#context
    if (this.record.stage !== 'syncing' || !context) throw new AppError('migration.not_allowed', 'Both sides can be compared only while incremental data is synced.')
    return context
  }

  facts(): MigrationFacts {
    const { record } = this.#parts
    const reason = this.#troubles.values().next().value
    const lag = this.#context?.applier?.facts()
    const showLag = lag !== undefined && !isEnded(record.stage)
    return {
      id: record.id,
      sourceId: record.sourceId,
      targetId: record.targetId,
      // Told as completed when the target's collections are released and every record says so.
      stage: record.stage === 'completed' && !record.settled ? 'finalizing' : record.stage,
      condition: reason === undefined || isEnded(record.stage) ? { kind: 'running' } : { kind: 'blocked', reason },
      servingSide: record.servingSide,
      startedAt: record.startedAt,
      syncStartedAt: record.syncStartedAt,
      syncEndsAt: record.syncStartedAt === null ? null : record.syncStartedAt + record.syncLimitMs,
      stopRequestedAt: record.stop?.requestedAt ?? null,
      endedAt: record.endedAt,
      failure: record.failure,
      ...this.#copyFacts(),
      sync: {
        lagMs: showLag ? lag.lagMs : null,
        lagEntries: showLag ? lag.lagEntries : 0,
        acceptPerS: this.#context?.writes.accepted.perSecond ?? 0,
        applyPerS: lag?.applyPerS ?? 0,
        heartbeatAt: lag?.heartbeatAt ?? null,
      },
      cutover: record.cutover,
      notes: Object.values(record.notes).flat(),
      loadedOnSource: record.loadedOnSource,
      verification: this.verification.facts(),
    }
  }

  /** Of this process's copy, or as remembered from an earlier one. */
  #copyFacts(): Pick<MigrationFacts, 'copy' | 'collections'> {
    const { record } = this.#parts
    if (record.collections.length === 0) return { copy: this.#progress.summary(), collections: this.#progress.collections() }
    return { copy: summaryOf(record.collections, 0), collections: record.collections }
  }

  async #run(resumed: boolean): Promise<void> {
    const { record, store } = this.#parts
    try {
      if (await store.hasGap()) throw new AppError('journal.write_failed', 'The migration missed writes because its journal could not be written. The source cluster has all data. Free space and start a new migration.')
      const context = await this.#open(resumed)
      await this.#patiently(context, 'settle', () => settleEarlierWrites(context))
      if (record.stage === 'preparing') {
        await this.#patiently(context, 'prepare', () => learnSource(context))
        await this.#advance('prepared')
      }
      if (record.stage === 'copying') {
        await this.#patiently(context, 'copy', () => copyAll(context))
        await moveRoles(context)
        record.syncStartedAt = Date.now()
        record.collections = this.#progress.collections()
        await this.#advance('copied')
      }
      if (record.stage === 'syncing' || record.stage === 'finalizing') await this.#sync(context)
      if (record.stage === 'completed' && !record.settled) await this.#settle(context)
    } catch (error) {
      if (this.#abort.signal.aborted) return
      await this.#end('fail', error)
    }
  }

  /** Opens journal and capture; waits as long as a cluster is away. */
  async #open(resumed: boolean): Promise<Context> {
    for (let attempt = 1; ; attempt++) {
      try {
        const context = await openContext(this.#parts, {
          resumed,
          progress: this.#progress,
          trouble: (what, reason) => this.#trouble(what, reason),
          onJournalFailure: (error) => this.#journalFailed(error),
          signal: this.#abort.signal,
        })
        this.#context = context
        this.#trouble('open', undefined)
        this.#parts.clusters.enforce(this.#parts.record, context.capture)
        this.#captureReady.resolve()
        return context
      } catch (error) {
        if (this.#abort.signal.aborted || !isPassing(error)) throw error
        this.#trouble('open', publicOf(error))
        await sleep(backoffMs(attempt, REOPEN.firstMs, REOPEN.mostMs), this.#abort.signal)
      }
    }
  }

  /** See CaptureParts.onJournalFailure. A journal that is closed because this process ends has not failed. */
  async #journalFailed(error: unknown): Promise<void> {
    if (isEnded(this.record.stage)) return
    if (this.#stopping) throw new AppError('cluster.busy', 'The data plane is stopping. Try again in a moment.')
    await this.#markGap()
    await this.#end('fail', error)
  }

  /** Repeats a stage's step while a cluster is away; everything else ends the migration. */
  async #patiently(context: Context, what: string, step: () => Promise<void>): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await step()
        return this.#trouble(what, undefined)
      } catch (error) {
        if (context.signal.aborted || !isPassing(error)) throw error
        context.log.warn('a stage waits for a cluster', { stage: context.record.stage, error: describeError(error) })
        this.#trouble(what, publicOf(error))
        await sleep(backoffMs(attempt), context.signal)
      }
    }
  }

  /** Applies until the target serves. */
  async #sync(context: Context): Promise<void> {
    const { record } = this.#parts
    const applying = await startApplier(context)
    const failed = applying.done.then(() => undefined)
    // Settled by the race below or not at all.
    failed.catch(() => undefined)
    while (record.stage === 'syncing' || record.stage === 'finalizing') {
      context.signal.throwIfAborted()
      if (record.stage === 'finalizing' && context.applier) {
        const switched = await Promise.race([finalize(context, context.applier), failed.then(() => false)])
        // This process ends: the next one goes on with the user's stop.
        context.signal.throwIfAborted()
        if (!switched && record.stage === 'finalizing') await this.#giveBack()
      } else if (record.syncStartedAt !== null && Date.now() > record.syncStartedAt + record.syncLimitMs) {
        const days = Math.round(record.syncLimitMs / 86_400_000)
        throw new AppError('migration.sync_limit', `Data sync was not stopped within ${days} days. The source cluster is unlocked and still has all data. Delete the target cluster and start a new migration.`)
      } else {
        this.verification.beginOnceCaughtUp(context)
        await Promise.race([sleep(LOOK_MS, context.signal), failed])
      }
    }
  }

  async #giveBack(): Promise<void> {
    this.#parts.record.stop = null
    await this.#advance('released')
  }

  /** After the switch: the journal's work is done, the clusters' own records take over. */
  async #settle(context: Context): Promise<void> {
    const { record, clusters, store } = this.#parts
    this.#context = undefined
    await this.#release(context.target, context.incarnations.known())
    // Told for a button on the target; a source that is away now must not keep the target waiting.
    record.loadedOnSource = await context.loads.loadedByOthers(context.incarnations.known(), record.loadedByUs).catch(() => null)
    await this.#release(context.source, record.loadedByUs)
    crashPoint('settle.after-release')
    await clusters.settle(record)
    crashPoint('settle.after-clusters')
    await store.saveRecord({ ...record, settled: true })
    crashPoint('settle.after-record')
    record.settled = true
    this.#abort.abort(new Error('the migration is completed'))
    context.capture.end()
    await context.journal.close().catch(() => undefined)
    await store.removeJournal()
    crashPoint('settle.after-journal')
    closeServers(context)
  }

  /** Ends the migration without a switch; the source is open again. */
  #end(event: 'fail' | 'cancel', error: unknown): Promise<void> {
    this.#ending ??= this.#endOnce(event, error).finally(() => (this.#ending = undefined))
    return this.#ending
  }

  /**
   * Invariant: the end is durable before the source takes a write past the journal. Otherwise a restart would go
   * on with a migration that has missed it.
   */
  async #endOnce(event: 'fail' | 'cancel', error: unknown): Promise<void> {
    const { record, store, clusters, log } = this.#parts
    const transition = nextStage(record.stage, event)
    if (!transition.ok) return
    const failure = event === 'fail' ? { code: error instanceof AppError ? error.code : 'internal.unexpected', message: publicOf(error) } : null
    const collections = record.collections.length > 0 ? record.collections : this.#progress.collections()
    const ended = { ...record, stage: transition.stage, endedAt: Date.now(), failure, collections }
    crashPoint('migration.before-end')
    await store.saveRecord(ended).catch(() => this.#markGap())
    crashPoint('migration.after-end')
    Object.assign(record, ended)
    log.info('the migration ended', { stage: record.stage, ...(event === 'fail' && { error: describeError(error) }) })
    const context = this.#context
    context?.capture.end()
    clusters.enforce(record, undefined)
    this.#captureReady.resolve()
    this.#abort.abort(new Error('the migration has ended'))
    void this.#settleEnd(context)
  }

  /** Writes down what the end means; repeated while the disk is full, because it is in force already. */
  async #settleEnd(context: Context | undefined): Promise<void> {
    const { record, clusters, store, log } = this.#parts
    for (let attempt = 1; !this.#stopping; attempt++) {
      try {
        if (context) await this.#release(context.source, record.loadedByUs)
        crashPoint('settle.after-release')
        await clusters.settle(record)
        crashPoint('settle.after-clusters')
        await store.saveRecord({ ...record, settled: true })
        crashPoint('settle.after-record')
        record.settled = true
        break
      } catch (error) {
        log.error('the end of the migration could not be stored', { error: describeError(error) })
        await sleep(backoffMs(attempt, 1_000, 30_000))
      }
    }
    await context?.journal.close().catch(() => undefined)
    if (record.settled) await store.removeJournal().catch(() => undefined)
    if (context) closeServers(context)
  }

  /** Of a side that clients use again. */
  #release({ id, server }: Side, collections: readonly CollectionName[]): Promise<void> {
    const { clusters } = this.#parts
    const { loads } = clusters.useOf(id)
    return releaseAll(server, collections, () => clusters.useOf(id).loads > loads)
  }

  async #markGap(): Promise<void> {
    crashPoint('migration.before-gap')
    await this.#parts.store.markGap()
    crashPoint('migration.after-gap')
  }

  async #advance(event: StageEvent): Promise<void> {
    const { record, store, log } = this.#parts
    const transition = nextStage(record.stage, event)
    if (!transition.ok) throw new AppError('migration.not_allowed', `This is not possible now: ${transition.reason}.`)
    const before = record.stage
    record.stage = transition.stage
    crashPoint('migration.before-stage')
    await store.saveRecord(record)
    crashPoint('migration.after-stage')
    log.info('stage', { from: before, to: record.stage })
  }

  #trouble(what: string, reason: string | undefined): void {
    if (reason === undefined) this.#troubles.delete(what)
    else this.#troubles.set(what, reason)
  }
}

/** A cluster that is away may come back; a refusal or a defect does not pass by itself. */
function isPassing(error: unknown): boolean {
  return error instanceof AppError && (error.code === 'cluster.unreachable' || error.code === 'milvus.unknown_outcome')
}

function publicOf(error: unknown): string {
  return error instanceof AppError ? error.publicMessage : 'Something went wrong inside the data plane; its log has the details.'
}

function closeServers(context: Context): void {
  context.source.server.close()
  context.target.server.close()
}
