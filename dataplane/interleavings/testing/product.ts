// One process of the data plane with one migration: the product's own stages over the model's engines and the files
// in memory, in the order of migration.ts. Between capture and the source stands the caller, who holds every call.
import { tryCutover, timeBoxMs } from '../../cutover/cutover.ts'
import type { ForwardResult } from '../../gateway/ports.ts'
import { SharedLock } from '../../lifecycle/shared-lock.ts'
import { silentLogger, type Logger } from '../../lifecycle/logger.ts'
import { IdSource } from '../../capture/id-source.ts'
import type { ClusterAccess, Context, Side } from '../../migration/context.ts'
import { copyAll } from '../../migration/copy-stage.ts'
import { CopyProgress } from '../../migration/copy-progress.ts'
import { cutoverSteps } from '../../migration/finalize-stage.ts'
import { openContext } from '../../migration/open-context.ts'
import { learnSource, settleEarlierWrites } from '../../migration/prepare-stage.ts'
import { MigrationStore, newRecord, type MigrationRecord } from '../../migration/record.ts'
import { startApplier } from '../../migration/sync-stage.ts'
import { capabilitiesOf, type Capabilities } from '../../milvus/engines.ts'
import type { Engine } from '../../../lib/contracts/control-api.ts'
import type { Entry } from '../../journal/entry.ts'
import type { Bounds } from './bounds.ts'
import type { EngineKind } from './model-rows.ts'
import type { ModelServer } from './model-server.ts'

/** Lengths by which the timers of the two sides are told apart from each other and from all others. */
export const SOURCE_SETTLE_MS = 10_001
export const TARGET_SETTLE_MS = 10_002

/** No segment ends, unless the bounds want it. */
const SEGMENT_BYTES = 1024 * 1024

const ENGINES: Record<EngineKind, Engine> = { lite: { kind: 'lite', version: '3.2.2' }, milvus: { kind: 'milvus', version: '2.3.5' } }

export type Surroundings = {
  bounds: Bounds
  source: ModelServer
  target: ModelServer
  /** See ClusterAccess.drainRawWrites. */
  drainRawWrites: ClusterAccess['drainRawWrites']
  /** What cannot be seen from outside and decides how the process goes on. */
  note: (event: string) => void
  onAppend: (at: number, entry: Entry) => void
  onSwitch: () => void
  onFailure: (error: unknown) => void
}

export class Product {
  context: Context | undefined
  record: MigrationRecord | undefined
  isApplying = false
  isStopping = false
  attempts = 0
  /** Where the applier would begin after a crash. */
  storedOffset = 0
  #around: Surroundings
  #store = new MigrationStore('/migration')

  constructor(around: Surroundings) {
    this.#around = around
  }

  /** Goes on from what is durable. */
  run(resumed: boolean): void {
    this.#run(resumed).catch((error: unknown) => this.#around.onFailure(error))
  }

  /** The user's Stop Data Sync: one try of the cutover. */
  stop(): void {
    this.isStopping = true
    this.#stop()
      .catch((error: unknown) => this.#around.onFailure(error))
      .finally(() => (this.isStopping = false))
  }

  /** Nothing is accepted and not applied, and nothing is in doubt. */
  get isQuiet(): boolean {
    const { context } = this
    if (!context?.applier || !this.isApplying || this.isStopping) return false
    return context.applier.appliedOffset === context.journal.end && context.writes.open().length === 0
  }

  async #run(resumed: boolean): Promise<void> {
    const { bounds, note } = this.#around
    if (!resumed) await this.#store.create()
    this.record = (await this.#store.loadRecord()) ?? newRecord({ id: 'm-1', sourceId: 'source', targetId: 'target', syncLimitMs: 1e9, indexes: 'auto' }, Date.now())
    const context = await openContext(
      { record: this.record, store: this.#store, clusters: this.#clusters(), segmentBytes: bounds.segmentBytes ?? SEGMENT_BYTES, log: this.#log() },
      { resumed, progress: new CopyProgress(), trouble: () => undefined, onJournalFailure: (error) => Promise.reject(error as Error), signal: new AbortController().signal },
    )
    const saveApplied = context.store.saveApplied.bind(context.store)
    context.store.saveApplied = async (applied) => {
      await saveApplied(applied)
      this.storedOffset = applied.offset
    }
    this.storedOffset = (await context.store.loadApplied())?.offset ?? 0
    const ended = context.capture.exprDeletesEnded.bind(context.capture)
    context.capture.exprDeletesEnded = (signal) => {
      note(`waits for ${context.writes.open().flatMap(({ expr, intent }) => (expr ? [intent] : [])).join()}`)
      return ended(signal)
    }
    const append = context.journal.append.bind(context.journal)
    context.journal.append = (entry) => {
      const at = append(entry)
      this.#around.onAppend(at, entry)
      return at
    }
    bounds.change?.context?.(context)
    this.context = context
    await settleEarlierWrites(context)
    note('settled')
    if (this.record.stage === 'preparing') {
      await learnSource(context)
      await this.#advance('copying')
    }
    if (bounds.change?.applyBesideCopy) void startApplier(context).then(({ done }) => done)
    if (this.record.stage === 'copying') {
      await copyAll(context)
      await this.#advance('syncing')
    }
    if (!bounds.change?.applyBesideCopy) {
      const { done } = await startApplier(context)
      done.catch((error: unknown) => this.#around.onFailure(error))
    }
    this.isApplying = true
  }

  async #advance(stage: MigrationRecord['stage']): Promise<void> {
    this.record!.stage = stage
    await this.#store.saveRecord(this.record!)
    this.#around.note(stage)
  }

  async #stop(): Promise<void> {
    const context = this.context!
    const steps = { ...cutoverSteps(context, context.applier!, () => false), switchServingSide: async () => context.capture.gate.retire() }
    const result = await tryCutover(this.#around.bounds.change?.cutover?.(steps, context) ?? steps, timeBoxMs(++this.attempts))
    if (result.switched) this.#around.onSwitch()
  }

  #clusters(): ClusterAccess {
    const { bounds, drainRawWrites } = this.#around
    const { change } = bounds
    const sides: Record<string, Side> = {
      source: this.#side('source', bounds.source, this.#around.source, SOURCE_SETTLE_MS, change?.sourceAfterRestartMs ?? SOURCE_SETTLE_MS),
      target: this.#side('target', bounds.target, this.#around.target, change?.targetSettleMs ?? TARGET_SETTLE_MS, change?.targetAfterRestartMs ?? TARGET_SETTLE_MS),
    }
    return {
      side: (id) => Promise.resolve(sides[id]!),
      enforce: () => undefined,
      settle: () => Promise.resolve(),
      drainRawWrites,
      useOf: () => ({ calls: 0, writes: 0, loads: 0 }),
      refuse: (_method, why) => ({ kind: 'status', code: 7, details: why }),
    }
  }

  #side(id: string, kind: EngineKind, server: ModelServer, settleMs: number, landAfterRestartMs: number): Side {
    const engine = ENGINES[kind]
    const most = this.#around.bounds.keysPerRead
    const capabilities: Capabilities = { ...capabilitiesOf(engine), hasRoles: false, settleMs, ...(this.#around.bounds.change?.hitsUnasked && { hidesVersions: false }), ...(most && { keysPerRead: most }) }
    return { id, server, engine, capabilities, landAfterRestartMs, serial: new SharedLock(), ids: new IdSource() }
  }

  /** What the product itself calls an error is one. */
  #log(): Logger {
    const log: Logger = {
      ...silentLogger,
      error: (message, fields) => this.#around.onFailure(new Error(`${message}: ${JSON.stringify(fields)}`)),
      with: () => log,
    }
    return log
  }
}

/** A client's call as the gateway hands it to capture. */
export function interceptedCall(method: string, message: Buffer, forward: (message: Buffer) => Promise<ForwardResult>) {
  return { clusterId: 'source', method, message, database: '', deadlineAt: undefined, signal: new AbortController().signal, forward }
}
