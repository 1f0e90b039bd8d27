// What one exploration is about: the two engines, the rows at the beginning, what clients write, and how often each
// fault may happen. Within these everything is tried.
import type { Context } from '../../migration/context.ts'
import type { CutoverSteps } from '../../cutover/cutover.ts'
import type { EngineKind, SentRow } from './model-rows.ts'
import { deleteOf, writeOf } from './model-wire.ts'

export type Write = { label: string; method: 'Insert' | 'Upsert' | 'Delete'; request: Buffer }

/** How often something may happen in one history; left out: never. */
export type Faults = {
  /** The process is gone: what is not durable is lost, calls under way may land later, it starts again. */
  crashes?: number
  /** A reply of the source is lost; the call may have landed, may land later, or never. */
  lostReplies?: number
  /** The source answers an error to a write that is half done. */
  errors?: number
  /** A reply of the target is lost, likewise. */
  targetLostReplies?: number
  /** The applied offset is stored once more. */
  beats?: number
  /** The time box of a try of the cutover runs out. */
  boxes?: number
}

export type Bounds = Faults & {
  source: EngineKind
  target: EngineKind
  /** Rows of the source before anything happens. */
  rows: readonly SentRow[]
  /** Each client's writes, one after the other; clients run side by side. */
  clients: Write[][]
  /** Capture begins at any moment among the writes, or before them. */
  begin: 'any' | 'first'
  /** Tries of the cutover; after a switch the history ends. */
  stops?: number
  /** Entities of a page and keys of a window. */
  keysPerRead?: number
  partitions?: string[]
  /** Milvus has a clock, and a read that is bound by a timestamp need not show what came after it. */
  clock?: boolean
  /** Bytes after which the journal begins a new segment, so that the old one may be trimmed. */
  segmentBytes?: number
  /** What is done differently from the product, to see that it is found. */
  change?: Change
}

/** Wrappers around the product's parts that leave out one of its rules. */
export type Change = {
  context?: (context: Context) => void
  /** What the source gets instead of the forwarded message. */
  forward?: (message: Buffer) => Buffer
  /** What the target gets instead. */
  targetMethod?: (method: string) => string
  cutover?: (steps: CutoverSteps, context: Context) => CutoverSteps
  /** Does not wait for writes that were under way when capture began. */
  noDrain?: boolean
  /** Does not ask the source what a delete by expression will hit. */
  hitsUnasked?: boolean
  /** The source's clock misses the last change. */
  clockBehind?: boolean
  /** Applies while it copies. */
  applyBesideCopy?: boolean
  /** How long a lost call to the target is waited for instead, in ms. */
  targetSettleMs?: number
  targetAfterRestartMs?: number
  sourceAfterRestartMs?: number
}

export const row = (key: number, a: number, meta?: object): SentRow => ({ key: BigInt(key), a: BigInt(a), b: 0n, ...(meta && { meta: JSON.stringify(meta) }) })

export const upsert = (...rows: SentRow[]): Write => ({ label: `upsert ${textOf(rows)}`, method: 'Upsert', request: writeOf(rows) })
export const insert = (rows: SentRow[], partition?: string): Write => ({ label: `insert ${textOf(rows)}`, method: 'Insert', request: writeOf(rows, { partition }) })
/** Sets `a` and leaves the rest. */
export const update = (key: number, a: number): Write => {
  const rows = [{ key: BigInt(key), a: BigInt(a) }]
  return { label: `update ${key}=${a}`, method: 'Upsert', request: writeOf(rows, { partial: true }) }
}
export const remove = (...keys: number[]): Write => ({ label: `delete ${keys.join()}`, method: 'Delete', request: deleteOf(`pk in [${keys.join()}]`) })
/** The delete by expression that the reference calls D. */
export const removeWhere = (expr: string): Write => ({ label: `delete where ${expr}`, method: 'Delete', request: deleteOf(expr) })

function textOf(rows: readonly SentRow[]): string {
  return rows.map(({ key, a }) => `${key}=${a}`).join()
}
