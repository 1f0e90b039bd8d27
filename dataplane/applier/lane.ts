// A lane applies the entries of one collection name, in windows, one after the other; lanes run side by side.
// DDL is a barrier in its lane. It owns order and repetition after failures; what a window means is settler.ts.
//
// Invariant: after a call on the target with an unknown outcome nothing is sent to the collection until that
// call can no longer land; the keys that it was about are then settled anew. Keys of the window that were settled
// before it stay settled: they were read after the window's last entry, and a repetition that began with them again
// would never end on a server that takes only so much at a time.
import { AppError } from '../../lib/errors/app-error.ts'
import type { EntryOf, IncarnationId, JournalOffset } from '../journal/entry.ts'
import { crashPoint } from '../lifecycle/crash-point.ts'
import { describeError, type Logger } from '../lifecycle/logger.ts'
import { backoffMs, sleep } from '../lifecycle/waiting.ts'
import { allocTimestamp, readByKeys, type Freshness } from '../milvus/entities.ts'
import type { Capabilities } from '../milvus/engines.ts'
import { hindranceOf } from '../milvus/hindrance.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import { isRefusal, isUnknownOutcome, type MilvusServer } from '../milvus/server.ts'
import { Horizon } from './horizon.ts'
import type { Imaged } from './known-state.ts'
import { LaneQueue, type LaneItem } from './lane-queue.ts'
import { Settler, type SettlerParts } from './settler.ts'
import { Spacing } from './spacing.ts'
import { addOutcome, emptyWindow, type Window } from './window.ts'

export type LaneParts = SettlerParts & {
  name: string
  applyDdl: (entry: EntryOf<'ddl'>) => Promise<void>
  /** `weight` is what the entries held in memory, see window.ts. */
  onApplied: (applied: { outcomes: number; weight: number }) => void
  onTrouble: (lane: string, reason: string | undefined) => void
  log: Logger
}

export class Lane {
  #parts: LaneParts
  readonly #queue: LaneQueue
  #working: { oldestAt: number; outcomes: number; begin: JournalOffset; offsets: readonly JournalOffset[] } | undefined
  #waiting: (() => void)[] = []
  #running = false
  /** What reads of the source show of the entries. */
  readonly #onSource: Horizon
  readonly #settler: Settler
  readonly #spacing = new Spacing()
  /** The last window had to leave entries for the next one. */
  #isCut = false
  /** The one that was worked on last, or is. */
  #incarnation: IncarnationId | undefined

  constructor(parts: LaneParts) {
    this.#parts = parts
    const horizon = (server: MilvusServer, capabilities: Capabilities) =>
      new Horizon({ clock: () => clockOf(server, capabilities), reach: (freshness) => this.#reach(server, freshness), signal: parts.signal })
    this.#onSource = horizon(parts.source, parts.sourceCapabilities)
    const mostKeys = Math.min(parts.sourceCapabilities.keysPerRead, parts.targetCapabilities.keysPerRead)
    this.#queue = new LaneQueue({ images: parts.images, onSource: this.#onSource, mostKeys })
    this.#settler = new Settler(parts, { onTarget: horizon(parts.target, parts.targetCapabilities), mostKeys })
  }

  get isIdle(): boolean {
    return !this.#working && this.#queue.length === 0
  }

  /** When the oldest write that is not applied was accepted; undefined where there is none. */
  get oldestAt(): number | undefined {
    return this.#working?.oldestAt ?? this.#queue.first?.entry.at
  }

  /** Offset of the first entry that is not applied. */
  get firstOpen(): JournalOffset | undefined {
    return this.#working?.begin ?? this.#queue.first?.at
  }

  get pending(): number {
    return this.#queue.length + (this.#working?.outcomes ?? 0)
  }

  push(item: LaneItem): void {
    this.#queue.push(item)
    this.#spacing.ease()
    if (!this.#running) void this.#run()
  }

  /** Nothing comes behind what was pushed so far: it need not wait for more to look with. */
  hurry(): void {
    this.#onSource.hurry()
    this.#spacing.hurry()
  }

  /** Resolves when everything pushed so far is applied, or when the applier is stopped. */
  async idle(): Promise<void> {
    if (!this.isIdle) await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }

  async #run(): Promise<void> {
    this.#running = true
    try {
      // Let what arrives in this turn join the first window.
      await new Promise<void>((resolve) => setImmediate(resolve))
      while (this.#queue.length > 0 && !this.#parts.signal.aborted) await this.#step()
    } catch (error) {
      if (!this.#parts.signal.aborted) this.#parts.log.error('a lane stopped', { lane: this.#parts.name, error: describeError(error) })
    } finally {
      this.#running = false
      this.#waiting.splice(0).forEach((resolve) => resolve())
    }
  }

  async #step(): Promise<void> {
    const first = this.#queue.first as LaneItem
    if (first.kind === 'ddl') {
      this.#queue.shift()
      this.#working = { oldestAt: first.entry.at, outcomes: 1, begin: first.at, offsets: [] }
      crashPoint('applier.before-ddl')
      await this.#persistently(() => this.#parts.applyDdl(first.entry))
      crashPoint('applier.after-ddl')
      this.#finish(1, 0)
      return
    }
    const incarnation = (this.#incarnation = first.entry.incarnation)
    if (this.#queue.known().length > 0) {
      // Where a key is written again and again nothing is gained by waiting for more.
      if (!this.#isCut) await this.#spacing.turn()
      const imaged = this.#queue.known()
      this.#isCut = imaged.length < this.#queue.length
      if (imaged.length > 0) return this.#applyAsKnown(incarnation, imaged)
    }
    const sight = await this.#queue.sightOfFirst()
    if (this.#parts.signal.aborted) return
    const window = this.#takeWindow(this.#queue.shownBy(sight))
    await this.#persistently((attempt) => this.#settler.settle(incarnation, window, { attempt, freshness: attempt === 1 ? sight?.freshness : undefined }))
    this.#finish(window.outcomes, window.weight)
  }

  #finish(outcomes: number, weight: number): void {
    for (const at of this.#working?.offsets ?? []) this.#parts.images.drop(at)
    this.#parts.onApplied({ outcomes, weight })
    this.#working = undefined
  }

  /** The first `count` entries, which are outcomes; they are worked on from now on. */
  #takeWindow(count: number): Window {
    const window = emptyWindow()
    const globalKeys = this.#parts.sourceCapabilities.globalKeys || this.#parts.targetCapabilities.globalKeys
    const taken = this.#queue.take(count)
    for (const { at, entry } of taken) addOutcome(window, at, entry, globalKeys)
    this.#working = { oldestAt: window.oldestAt, outcomes: window.outcomes, begin: taken[0]!.at, offsets: taken.map(({ at }) => at) }
    return window
  }

  /** Entries whose writes tell what they have made of their keys. Where that is not all, or at a repetition, the source is read. */
  async #applyAsKnown(incarnation: IncarnationId, imaged: readonly Imaged[]): Promise<void> {
    const window = this.#takeWindow(imaged.length)
    await this.#persistently(async (attempt) => {
      if (attempt > 1 || !(await this.#settler.settleKnown(incarnation, imaged))) await this.#settler.settle(incarnation, window, { attempt, freshness: undefined })
    })
    this.#finish(window.outcomes, window.weight)
  }

  async #reach(server: MilvusServer, freshness: Freshness): Promise<void> {
    const incarnation = this.#queue.incarnation ?? this.#incarnation
    if (incarnation === undefined) return
    // Nothing is concluded from it, so neither DDL nor a release has to wait for its answer.
    const shape = await this.#parts.readSource(incarnation, (living) => Promise.resolve(living))
    if (shape) await readNothing(server, shape, freshness, this.#parts.signal)
  }

  async #persistently(step: (attempt: number) => Promise<void>): Promise<void> {
    const parts = this.#parts
    for (let attempt = 1; ; attempt++) {
      try {
        await step(attempt)
        if (attempt > 1) parts.onTrouble(parts.name, undefined)
        return
      } catch (error) {
        parts.signal.throwIfAborted()
        parts.log.warn('a window was not applied and will be repeated', { lane: parts.name, attempt, error: describeError(error) })
        parts.onTrouble(parts.name, error instanceof AppError ? error.publicMessage : 'An unexpected error; the log has the details.')
        const why = hindranceOf(error)
        const waitMs = why === 'other' ? backoffMs(attempt) : this.#settler.hindered(why)
        // A message that is too large is turned away before anything is done with it.
        const mayLand = why !== 'too-large' && !isRefusal(error) && isUnknownOutcome(error)
        await sleep(Math.max(mayLand ? parts.targetCapabilities.settleMs : 0, waitMs), parts.signal)
      }
    }
  }
}

async function clockOf(server: MilvusServer, capabilities: Capabilities): Promise<string | undefined> {
  return capabilities.ticks ? allocTimestamp(server) : undefined
}

/** A read that finds nothing. */
async function readNothing(server: MilvusServer, shape: CollectionShape, freshness: Freshness, signal: AbortSignal): Promise<void> {
  await readByKeys(server, { shape, keys: [shape.keyType === 'int64' ? 0n : ''], columns: [shape.keyField], freshness, limit: 1 }, { signal })
}
