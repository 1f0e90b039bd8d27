// A lane applies the entries of one collection name, in windows, one after the other; lanes run side by side.
// DDL is a barrier in its lane. It owns repetition after failures; what a window means is settle-keys.ts.
//
// Invariant: after a call on the target with an unknown outcome nothing is sent to the collection until that
// call can no longer land; the keys that it was about are then settled anew. Keys of the window that were settled
// before it stay settled: they were read after the window's last entry, and a repetition that began with them again
// would never end on a server that takes only so much at a time.
import { AppError } from '../../lib/errors/app-error.ts'
import type { EntryOf, IncarnationId, JournalOffset } from '../journal/entry.ts'
import { ALL_PARTITIONS } from '../journal/entry.ts'
import type { RowImages } from '../journal/row-images.ts'
import type { ByteBudget } from '../lifecycle/byte-budget.ts'
import { crashPoint } from '../lifecycle/crash-point.ts'
import { describeError, type Logger } from '../lifecycle/logger.ts'
import { backoffMs, sleep } from '../lifecycle/waiting.ts'
import { BatchSize } from '../milvus/batch-size.ts'
import { loadCollection, mayLoadAgain } from '../milvus/catalog.ts'
import { allocTimestamp, readByKeys, type Freshness } from '../milvus/entities.ts'
import type { Capabilities } from '../milvus/engines.ts'
import { hindranceOf } from '../milvus/hindrance.ts'
import { copiedPartitions, mirrorCollection } from '../milvus/mirror.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import { isRefusal, isUnknownOutcome, type MilvusServer } from '../milvus/server.ts'
import { Horizon } from './horizon.ts'
import { knownState, type Imaged } from './known-state.ts'
import { LaneQueue, type LaneItem } from './lane-queue.ts'
import { NewKeys } from './new-keys.ts'
import { Spacing } from './spacing.ts'
import { isRefused, resolveOnTarget, type Question } from './resolve.ts'
import type { PresentState } from './present-state.ts'
import { readPresent, writePresent, type Sides } from './settle-keys.ts'
import { addKeys, addOutcome, emptyWindow, keyCount, removeKeys, type Window } from './window.ts'

/** `freshness`: how the source is read; left out: as it is at the moment of the read. */
type Try = { attempt: number; freshness: Freshness | undefined }

export type LaneParts = Sides & {
  name: string
  images: RowImages
  /** Runs a read of the source while DDL is held off; undefined where the incarnation has ended. */
  readSource: <T>(id: IncarnationId, work: (shape: CollectionShape) => Promise<T>) => Promise<T | undefined>
  /** Makes a collection of the source readable again that was released meanwhile. */
  ensureReadable: (shape: CollectionShape) => Promise<void>
  applyDdl: (entry: EntryOf<'ddl'>) => Promise<void>
  /** Entities on their way from the source to the target; shared by all lanes, so that their number does not count. */
  underWay: ByteBudget
  /** `weight` is what the entries held in memory, see window.ts. */
  onApplied: (applied: { outcomes: number; weight: number }) => void
  onTrouble: (lane: string, reason: string | undefined) => void
  signal: AbortSignal
  log: Logger
}

/** Keys that a window holds at most before some are settled: an expression may match a whole collection. */
const MOST_KEYS = 50_000

export class Lane {
  #parts: LaneParts
  readonly #queue: LaneQueue
  #working: { oldestAt: number; outcomes: number; begin: JournalOffset; offsets: readonly JournalOffset[] } | undefined
  #waiting: (() => void)[] = []
  #running = false
  /** Keys that are read and written at a time. */
  readonly #batch: BatchSize
  /** How many the try that failed was about. */
  #tried = 0
  /** What reads of the source show of the entries. */
  readonly #onSource: Horizon
  readonly #newKeys: NewKeys
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
    this.#newKeys = new NewKeys(parts.target, horizon(parts.target, parts.targetCapabilities))
    const mostKeys = Math.min(parts.sourceCapabilities.keysPerRead, parts.targetCapabilities.keysPerRead)
    this.#queue = new LaneQueue({ images: parts.images, onSource: this.#onSource, mostKeys })
    this.#batch = new BatchSize(mostKeys)
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
    await this.#persistently((attempt) => this.#applyWindow(incarnation, window, { attempt, freshness: attempt === 1 ? sight?.freshness : undefined }))
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
      if (attempt > 1 || !(await this.#settleAsKnown(incarnation, imaged))) await this.#applyWindow(incarnation, window, { attempt, freshness: undefined })
    })
    this.#finish(window.outcomes, window.weight)
  }

  /** False where the source has to be read: nothing was sent then. */
  async #settleAsKnown(incarnation: IncarnationId, imaged: readonly Imaged[]): Promise<boolean> {
    const parts = this.#parts
    if (imaged.every(({ entry }) => entry.write.keys.length === 0)) return true
    crashPoint('applier.before-window')
    const of = await parts.readSource(incarnation, async (shape) => ({ shape, partitions: await copiedPartitions(parts.source, shape) }))
    if (!of) return true
    const state = knownState(imaged, { keyType: of.shape.keyType, partitions: of.partitions })
    const inserted = imaged.flatMap(({ image }) => (image.kind === 'rows' && image.isInsert ? image.keys : []))
    if (!state || (inserted.length > 0 && !(await this.#newKeys.areNew(of.shape, inserted, { signal: parts.signal })))) return false
    this.#tried = imaged.reduce((sum, { entry }) => sum + entry.write.keys.length, 0)
    await this.#write(of.shape, state)
    return true
  }

  async #write(shape: CollectionShape, state: PresentState): Promise<void> {
    await writePresent(this.#parts, shape, state, { timeoutMs: this.#parts.targetCapabilities.writeTimeoutMs })
    if (this.#parts.images.isWanted) this.#newKeys.written(state.parts.flatMap(({ rows }) => rows.keys))
  }

  async #applyWindow(incarnation: IncarnationId, window: Window, how: Try): Promise<void> {
    const parts = this.#parts
    crashPoint('applier.before-window')
    const shape = await this.#shapeOf(incarnation)
    if (!shape) return
    if (how.attempt > 1) await loadCollection(parts.target, shape, parts.signal)
    if (window.exprs.length > 0) {
      const refusedBySource = (question: Question) => this.#isRefusedBySource(incarnation, question)
      const resolution = { shape, capabilities: parts.targetCapabilities, exprs: window.exprs, refusedBySource }
      for await (const keys of resolveOnTarget(parts.target, resolution, { signal: parts.signal })) {
        addKeys(window, ALL_PARTITIONS, keys)
        if (keyCount(window) >= MOST_KEYS && !(await this.#settle(incarnation, shape, window, how))) return
      }
      // What they matched is among the keys now; asked again they could only name keys that are settled.
      window.exprs = []
      crashPoint('applier.after-resolve')
    }
    await this.#settle(incarnation, shape, window, how)
  }

  /** Undefined where the incarnation has ended. */
  #shapeOf(incarnation: IncarnationId): Promise<CollectionShape | undefined> {
    return this.#parts.readSource(incarnation, (shape) => Promise.resolve(shape))
  }

  async #reach(server: MilvusServer, freshness: Freshness): Promise<void> {
    const incarnation = this.#queue.incarnation ?? this.#incarnation
    if (incarnation === undefined) return
    // Nothing is concluded from it, so neither DDL nor a release has to wait for its answer.
    const shape = await this.#shapeOf(incarnation)
    if (shape) await readNothing(server, shape, freshness, this.#parts.signal)
  }

  /** Settles the window's keys, a batch at a time, and takes them out of it. False where the incarnation has ended. */
  async #settle(incarnation: IncarnationId, shape: CollectionShape, window: Window, how: Try): Promise<boolean> {
    const parts = this.#parts
    for (let keys = nextKeys(window, this.#batch.entities); keys.size > 0; keys = nextKeys(window, this.#batch.entities)) {
      this.#tried = countOf(keys)
      const bytes = this.#batch.bytesOf(this.#tried)
      await parts.underWay.acquire(bytes)
      try {
        const state = await this.#readPresent(incarnation, keys, how)
        if (!state) return false
        for (const { rows } of state.parts) this.#batch.learn(rows.keys.length, rows.bytes)
        crashPoint('applier.after-read')
        await this.#write(shape, state)
      } finally {
        parts.underWay.release(bytes)
      }
      this.#batch.took()
      removeKeys(window, keys)
    }
    return true
  }

  async #isRefusedBySource(incarnation: IncarnationId, question: Question): Promise<boolean> {
    const parts = this.#parts
    const refused = await parts.readSource(incarnation, async (shape) => {
      await parts.ensureReadable(shape)
      return isRefused(parts.source, shape, question, { signal: parts.signal })
    })
    // Of an ended incarnation nothing is applied any more.
    return refused ?? true
  }

  async #readPresent(incarnation: IncarnationId, keys: Window['keys'], { attempt, freshness }: Try): Promise<PresentState | undefined> {
    const parts = this.#parts
    return parts.readSource(incarnation, async (shape) => {
      if (mayLoadAgain(attempt)) await parts.ensureReadable(shape)
      // Asked each time: with an old list a row of a new partition would end in another one on the target.
      const partitions = await copiedPartitions(parts.source, shape)
      // A window may be ahead of the entry that makes a partition.
      if (attempt > 1) await mirrorCollection(parts.target, shape, partitions.filter((one) => one !== undefined))
      return readPresent(parts, { shape, partitions, keys, freshness }, { signal: parts.signal })
    })
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
        const waitMs = why === 'other' ? backoffMs(attempt) : this.#batch.hindered(why, this.#tried)
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

/** The next keys to settle: all of the window if they fit, else of one scope. */
function nextKeys(window: Window, most: number): Window['keys'] {
  if (keyCount(window) <= most) return new Map([...window.keys].filter(([, keys]) => keys.size > 0).map(([scope, keys]) => [scope, new Set(keys)]))
  for (const [scope, keys] of window.keys) if (keys.size > 0) return new Map([[scope, firstOf(keys, most)]])
  return new Map()
}

function firstOf(keys: ReadonlySet<string>, most: number): Set<string> {
  const first = new Set<string>()
  for (const key of keys) {
    if (first.size === most) break
    first.add(key)
  }
  return first
}

function countOf(keys: Window['keys']): number {
  let count = 0
  for (const one of keys.values()) count += one.size
  return count
}
