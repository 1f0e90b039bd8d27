// What the comparison of one collection is given. It reads; nothing here writes to either side.
import type { Logger } from '../lifecycle/logger.ts'
import type { Release } from '../lifecycle/shared-lock.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import type { KeyDifference } from './compare-page.ts'
import type { Side } from './side-reader.ts'

export type VerifierParts = {
  source: Side
  target: Side
  /** Runs reads of the collection while DDL on it is held off. Rejects with CollectionGone where it has ended. */
  whileItLives: <T>(work: (shape: CollectionShape) => Promise<T>) => Promise<T>
  /** Resolves when the target has everything that is journalled now. */
  caughtUp: (signal: AbortSignal) => Promise<void>
  /** True when writes to the collection may be held for a moment: none is in doubt, and the target is close behind. */
  isCalm: () => boolean
  /** Holds new writes to the collection back and waits for those under way; reads go on. Rejects where the signal aborts. */
  holdWrites: (signal: AbortSignal) => Promise<Release>
  /** Writes are held no longer than this at a time (ms), the wait for those under way included. */
  holdMs: number
  /** Calls that applications have made at the endpoints of both sides so far. */
  applicationCalls: () => number
  /** So many more entities are compared. */
  onCompared: (entities: number) => void
  /** An entity differs for certain. */
  onDifference: (difference: KeyDifference & { partition: string | undefined }) => void
  /** So many entities changed at every look. */
  onUnsettled: (entities: number) => void
  /** Why it waits; undefined when it goes on. */
  onTrouble: (reason: string | undefined) => void
  signal: AbortSignal
  log: Logger
}

/** The collection has been dropped: nothing can be said of it. */
export class CollectionGone extends Error {}
