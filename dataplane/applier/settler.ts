// Settles windows of one collection: by what their writes say, or by reading the source. A window that was tried may be tried
// again: keys that are settled are taken out of it.
import { ALL_PARTITIONS, type IncarnationId } from '../journal/entry.ts'
import type { RowImages } from '../journal/row-images.ts'
import type { ByteBudget } from '../lifecycle/byte-budget.ts'
import { crashPoint } from '../lifecycle/crash-point.ts'
import { BatchSize } from '../milvus/batch-size.ts'
import { loadCollection, mayLoadAgain } from '../milvus/catalog.ts'
import type { Freshness } from '../milvus/entities.ts'
import type { Hindrance } from '../milvus/hindrance.ts'
import { copiedPartitions, mirrorCollection } from '../milvus/mirror.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import type { Horizon } from './horizon.ts'
import { knownState, type Imaged } from './known-state.ts'
import { NewKeys } from './new-keys.ts'
import type { PresentState } from './present-state.ts'
import { isRefused, resolveOnTarget, type Question } from './resolve.ts'
import { readPresent, writePresent, type Sides } from './settle-keys.ts'
import { addKeys, keyCount, removeKeys, type Window } from './window.ts'

export type SettlerParts = Sides & {
  images: RowImages
  /** Runs a read of the source while DDL is held off; undefined where the incarnation has ended. */
  readSource: <T>(id: IncarnationId, work: (shape: CollectionShape) => Promise<T>) => Promise<T | undefined>
  /** Makes a collection of the source readable again that was released meanwhile. */
  ensureReadable: (shape: CollectionShape) => Promise<void>
  /** Entities on their way from the source to the target; shared by all lanes, so that their number does not count. */
  underWay: ByteBudget
  signal: AbortSignal
}

/** `freshness`: how the source is read; undefined: as it is at the moment of the read. */
export type Try = { attempt: number; freshness: Freshness | undefined }

/** Keys that a window holds at most before some are settled: an expression may match a whole collection. */
const MOST_KEYS = 50_000

export class Settler {
  #parts: SettlerParts
  readonly #newKeys: NewKeys
  /** Keys that are read and written at a time. */
  readonly #batch: BatchSize
  /** How many the try that failed was about. */
  #tried = 0

  /** `mostKeys`: of one read or write. */
  constructor(parts: SettlerParts, { onTarget, mostKeys }: { onTarget: Horizon; mostKeys: number }) {
    this.#parts = parts
    this.#newKeys = new NewKeys(parts.target, onTarget)
    this.#batch = new BatchSize(mostKeys)
  }

  /** A try has failed for this reason: fewer keys at a time from now on, where that helps. Returns how long to wait, in ms. */
  hindered(why: Exclude<Hindrance, 'other'>): number {
    return this.#batch.hindered(why, this.#tried)
  }

  /** By what the writes themselves say. False where the source has to be read: nothing was sent then. */
  async settleKnown(incarnation: IncarnationId, imaged: readonly Imaged[]): Promise<boolean> {
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

  /** By reading the source. */
  async settle(incarnation: IncarnationId, window: Window, how: Try): Promise<void> {
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
        if (keyCount(window) >= MOST_KEYS && !(await this.#settleKeys(incarnation, shape, window, how))) return
      }
      // What they matched is among the keys now; asked again they could only name keys that are settled.
      window.exprs = []
      crashPoint('applier.after-resolve')
    }
    await this.#settleKeys(incarnation, shape, window, how)
  }

  /** Undefined where the incarnation has ended. */
  #shapeOf(incarnation: IncarnationId): Promise<CollectionShape | undefined> {
    return this.#parts.readSource(incarnation, (shape) => Promise.resolve(shape))
  }

  /** Settles the window's keys, a batch at a time, and takes them out of it. False where the incarnation has ended. */
  async #settleKeys(incarnation: IncarnationId, shape: CollectionShape, window: Window, how: Try): Promise<boolean> {
    const parts = this.#parts
    for (let keys = nextKeys(window, this.#batch.entities); keys.size > 0; keys = nextKeys(window, this.#batch.entities)) {
      this.#tried = keyCount({ keys })
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

  async #write(shape: CollectionShape, state: PresentState): Promise<void> {
    await writePresent(this.#parts, shape, state, { timeoutMs: this.#parts.targetCapabilities.writeTimeoutMs })
    if (this.#parts.images.isWanted) this.#newKeys.written(state.parts.flatMap(({ rows }) => rows.keys))
  }
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
