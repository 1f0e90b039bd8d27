// Copies the existing entities of one collection: prepares the counterpart, copies its ranges side by side,
// makes it readable. It owns the order of checkpoint and write; it journals and replays nothing.
//
// Invariant: a page whose Insert may have happened is never inserted again: its bounds are read anew and
// upserted (on an engine whose Insert replaces, inserted).
import { AppError } from '../../lib/errors/app-error.ts'
import type { ByteBudget } from '../lifecycle/byte-budget.ts'
import { crashPoint } from '../lifecycle/crash-point.ts'
import { describeError, type Logger } from '../lifecycle/logger.ts'
import { backoffMs, sleep } from '../lifecycle/waiting.ts'
import { BATCH_BYTES, BatchSize } from '../milvus/batch-size.ts'
import { flushCollection, isPartitionMissing, mayLoadAgain } from '../milvus/catalog.ts'
import { countEntities, insert, upsert, writeTargetOf, type Freshness } from '../milvus/entities.ts'
import type { Capabilities } from '../milvus/engines.ts'
import { hindranceOf } from '../milvus/hindrance.ts'
import type { Key } from '../milvus/keys.ts'
import { copiedPartitions, makeReadable, mirrorAliases, mirrorCollection } from '../milvus/mirror.ts'
import type { IndexPlan } from '../milvus/mirror-indexes.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import { isRefusal, isUnknownOutcome, type MilvusServer } from '../milvus/server.ts'
import type { CopyCheckpoint, KeyRange } from './checkpoint.ts'
import { pageReader, type Page, type PageReader } from './pages.ts'
import { splitKeys } from './split-range.ts'

export type CopyParts = {
  source: MilvusServer
  target: MilvusServer
  sourceCapabilities: Capabilities
  targetCapabilities: Capabilities
  indexes: IndexPlan
  /** Every page sees at least what was acknowledged when the copy began. */
  freshness: Freshness
  /** What pages of all collections may take in memory. */
  pages: ByteBudget
  /** Runs a read of the source while DDL on the collection is held off. */
  read: <T>(work: (shape: CollectionShape) => Promise<T>) => Promise<T>
  /** Loads the collection on the source where a client has released it. */
  ensureReadable: (shape: CollectionShape) => Promise<void>
  /** Makes the checkpoint durable. */
  save: (checkpoint: CopyCheckpoint) => Promise<void>
  onProgress: (copied: number) => void
  /** Says why the copy waits; undefined when it goes on. */
  onTrouble: (reason: string | undefined) => void
  signal: AbortSignal
  log: Logger
}

/** Ranges copied side by side where the engine reads ranges cheaply. */
const RANGES = 3
const SPLIT_FROM_ENTITIES = 20_000
/** One is written while the next one is read. */
const PAGES_OF_A_RANGE = 2

/** How many ranges a partition of a collection of `total` entities is split into. */
export function rangesFor(source: Capabilities, total: number): number {
  return source.readByKeyList || total < SPLIT_FROM_ENTITIES ? 1 : RANGES
}

/** The collection's checkpoint before anything is copied. */
export async function planCopy(parts: CopyParts): Promise<CopyCheckpoint> {
  return readPatiently(parts, async (shape) => {
    const total = await countEntities(parts.source, shape)
    const ranges: KeyRange[] = []
    for (const partition of await copiedPartitions(parts.source, shape)) {
      const cuts = await splitKeys(parts.source, { shape, partition, total, ranges: rangesFor(parts.sourceCapabilities, total), keyType: shape.keyType })
      const bounds = [undefined, ...cuts, undefined]
      for (let i = 0; i + 1 < bounds.length; i++)
        ranges.push({ partition, after: bounds[i], to: bounds[i + 1], pending: undefined, done: false })
    }
    return { total, copied: 0, ranges, finished: false }
  })
}

/** Copies what `checkpoint` says is missing. Resolves when all of it is on the target and readable there. */
export async function copyCollection(parts: CopyParts, checkpoint: CopyCheckpoint): Promise<void> {
  const shape = await parts.read((present) => Promise.resolve(present))
  const partitions = checkpoint.ranges.flatMap((range) => (range.partition === undefined ? [] : [range.partition]))
  await persistently(parts, () => mirrorCollection(parts.target, shape, [...new Set(partitions)]))
  crashPoint('copier.after-mirror')
  await parts.save(checkpoint)
  crashPoint('copier.after-plan')
  const open = checkpoint.ranges.filter((range) => !range.done)
  const lanes = parts.targetCapabilities.serialWrites || parts.sourceCapabilities.readByKeyList ? 1 : RANGES
  const bytes = Math.min(lanes, open.length) * PAGES_OF_A_RANGE * BATCH_BYTES
  await parts.pages.acquire(bytes)
  try {
    await Promise.all(Array.from({ length: lanes }, () => copyRanges(parts, checkpoint, open)))
  } finally {
    parts.pages.release(bytes)
  }
  if (parts.targetCapabilities.cheapFlush) await persistently(parts, () => flushCollection(parts.target, shape))
  await whileItLives(parts, (present) => makeReadable(parts.source, parts.target, present, parts.indexes, parts.signal))
  await whileItLives(parts, (present) => mirrorAliases(parts.source, parts.target, present))
  crashPoint('copier.before-finish')
  checkpoint.finished = true
  await parts.save(checkpoint)
  crashPoint('copier.after-finish')
}

async function copyRanges(parts: CopyParts, checkpoint: CopyCheckpoint, open: KeyRange[]): Promise<void> {
  for (let range = open.shift(); range; range = open.shift()) await copyRange(parts, checkpoint, range)
}

async function copyRange(parts: CopyParts, checkpoint: CopyCheckpoint, range: KeyRange): Promise<void> {
  try {
    await copyPages(parts, checkpoint, range)
  } catch (error) {
    // Its journal entry empties it on the target; what came after it is in the journal too.
    if (!isPartitionMissing(error) || range.partition === undefined) throw error
    range.pending = undefined
  }
  range.done = true
  await parts.save(checkpoint)
  crashPoint('copier.after-range')
}

async function copyPages(parts: CopyParts, checkpoint: CopyCheckpoint, range: KeyRange): Promise<void> {
  const size = new BatchSize(parts.sourceCapabilities.keysPerRead)
  const reader = pageReader({ ...parts, capabilities: parts.sourceCapabilities, partition: range.partition, size })
  const nextPage = async (attempt: number, after: Key | undefined, upTo: Key | undefined) => {
    if (mayLoadAgain(attempt)) await parts.read(parts.ensureReadable)
    return reader.next(after, upTo)
  }
  const patient: PageReader = { next: (after, upTo) => persistently(parts, (attempt) => nextPage(attempt, after, upTo), size, isPartitionMissing) }
  if (range.pending !== undefined) await redo(parts, checkpoint, range, patient, size)
  let coming = patient.next(range.after, range.to)
  for (let page = await coming; page; page = await coming) {
    range.pending = page.to
    crashPoint('copier.before-pending')
    await parts.save(checkpoint)
    crashPoint('copier.after-pending')
    // Reading ahead while this page is written; a failure shows when it is awaited.
    coming = patient.next(page.to, range.to)
    coming.catch(() => undefined)
    const written = await writeFresh(parts, range, page, size)
    crashPoint('copier.after-insert')
    if (written) advance(parts, checkpoint, range, page.to, page.rows.keys.length)
    else await redo(parts, checkpoint, range, patient, size)
  }
}

function advance(parts: CopyParts, checkpoint: CopyCheckpoint, range: KeyRange, to: Key, entities: number): void {
  range.after = to
  if (range.pending === to) range.pending = undefined
  checkpoint.copied += entities
  parts.onProgress(checkpoint.copied)
}

/** True when the page is on the target; false when that is unknown or the target did not take it. */
async function writeFresh(parts: CopyParts, range: KeyRange, page: Page, size: BatchSize): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    try {
      const shape = await parts.read((present) => Promise.resolve(present))
      await insert(parts.target, writeTargetOf(shape, range.partition), page.rows, { timeoutMs: parts.targetCapabilities.writeTimeoutMs })
      size.took()
      parts.onTrouble(undefined)
      return true
    } catch (error) {
      parts.signal.throwIfAborted()
      if (isUnknownOutcome(error)) {
        await settle(parts, error, { attempt, size, entities: page.rows.keys.length })
        return false
      }
      parts.onTrouble(reasonOf(error))
      await sleep(backoffMs(attempt), parts.signal)
    }
  }
}

/** Reads the pending bounds anew and writes what is there now over whatever the lost try left. */
async function redo(parts: CopyParts, checkpoint: CopyCheckpoint, range: KeyRange, reader: PageReader, size: BatchSize): Promise<void> {
  crashPoint('copier.before-redo')
  const upTo = range.pending
  for (let page = await reader.next(range.after, upTo); page; page = await reader.next(range.after, upTo)) {
    if (!(await overwrite(parts, range, page, size))) continue
    crashPoint('copier.after-overwrite')
    range.after = page.to
    checkpoint.copied += page.rows.keys.length
    parts.onProgress(checkpoint.copied)
  }
  range.after = upTo
  range.pending = undefined
  await parts.save(checkpoint)
  crashPoint('copier.after-redo')
}

/** Writes a page over what may be there. False where the target takes only smaller ones: then one must be read. */
async function overwrite(parts: CopyParts, range: KeyRange, page: Page, size: BatchSize): Promise<boolean> {
  const write = parts.targetCapabilities.insertReplaces ? insert : upsert
  for (let attempt = 1; ; attempt++) {
    try {
      const shape = await parts.read((present) => Promise.resolve(present))
      await write(parts.target, writeTargetOf(shape, range.partition), page.rows, { timeoutMs: parts.targetCapabilities.writeTimeoutMs })
      size.took()
      parts.onTrouble(undefined)
      return true
    } catch (error) {
      parts.signal.throwIfAborted()
      if (isFinal(error)) throw error
      await settle(parts, error, { attempt, size, entities: page.rows.keys.length })
      if (size.entities < page.rows.keys.length) return false
    }
  }
}

/**
 * Repeats an idempotent step until it works, ends for good (`isEnd`) or the copy is stopped; the wait covers calls that
 * may still land.
 */
async function persistently<T>(parts: CopyParts, step: (attempt: number) => Promise<T>, size?: BatchSize, isEnd = (_error: unknown) => false): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      const result = await step(attempt)
      if (attempt > 1) parts.onTrouble(undefined)
      return result
    } catch (error) {
      parts.signal.throwIfAborted()
      if (isFinal(error) || isEnd(error)) throw error
      await settle(parts, error, { attempt, size, entities: size?.entities ?? 0 })
    }
  }
}

/** Reads the source until it answers; a collection that a client has released is loaded again. */
export function readPatiently<T>(parts: CopyParts, work: (shape: CollectionShape) => Promise<T>): Promise<T> {
  return persistently(parts, (attempt) =>
    parts.read(async (shape) => {
      if (mayLoadAgain(attempt)) await parts.ensureReadable(shape)
      return work(shape)
    }),
  )
}

/** The same for a step that looks at the source: a collection that was dropped meanwhile ends it, not its refusals. */
function whileItLives(parts: CopyParts, step: (shape: CollectionShape) => Promise<void>): Promise<void> {
  return persistently(parts, async () => step(await parts.read((present) => Promise.resolve(present))))
}

/** `size` is of the batch that failed, which had `entities`; a step without entities has none. */
async function settle(parts: CopyParts, error: unknown, failed: { attempt: number; size: BatchSize | undefined; entities: number }): Promise<void> {
  const { attempt, size, entities } = failed
  parts.log.warn('a step of the copy did not succeed and will be repeated', { error: describeError(error), attempt })
  parts.onTrouble(reasonOf(error))
  const why = hindranceOf(error)
  const waitMs = why === 'other' || !size ? backoffMs(attempt) : size.hindered(why, entities)
  // A message that is too large is turned away before anything is done with it.
  const mayLand = why !== 'too-large' && !isRefusal(error) && isUnknownOutcome(error)
  await sleep(Math.max(mayLand ? parts.targetCapabilities.settleMs : 0, waitMs), parts.signal)
}

function reasonOf(error: unknown): string {
  return error instanceof AppError ? error.publicMessage : 'An unexpected error; the log has the details.'
}

/** Repeating cannot help: the collection has ended, or its pages are not in order. */
function isFinal(error: unknown): boolean {
  return error instanceof CollectionEnded || (error instanceof AppError && error.code === 'copy.failed')
}

/** The collection was dropped on the source while it was copied. */
export class CollectionEnded extends Error {
  override name = 'CollectionEnded'
}

