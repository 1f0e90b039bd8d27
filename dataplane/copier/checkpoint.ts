// How far the copy of one collection has come: ranges of keys, each with the key it is copied through and,
// while a page is on its way, that page's end. Stored as one document per collection.
//
// Invariant: the bounds (copied through, pending] of a page are durable before its Insert is sent.
import { keyFromText, keyToText, type Key, type KeyType } from '../milvus/keys.ts'

export type KeyRange = {
  /** undefined: the whole collection. */
  partition: string | undefined
  /** Exclusive; undefined: from the first key on. */
  after: Key | undefined
  /** Inclusive; undefined: to the last key. */
  to: Key | undefined
  /** End of the page that was on its way; everything up to `after` is on the target. */
  pending: Key | undefined
  done: boolean
}

export type CopyCheckpoint = { total: number; copied: number; ranges: KeyRange[]; finished: boolean }

type StoredRange = { partition?: string; after?: string; to?: string; pending?: string; done: boolean }
export type StoredCheckpoint = { keyType: KeyType; total: number; copied: number; ranges: StoredRange[]; finished: boolean }

export function storeCheckpoint(checkpoint: CopyCheckpoint, keyType: KeyType): StoredCheckpoint {
  return {
    keyType,
    total: checkpoint.total,
    copied: checkpoint.copied,
    finished: checkpoint.finished,
    ranges: checkpoint.ranges.map((range) => ({
      ...(range.partition !== undefined && { partition: range.partition }),
      ...(range.after !== undefined && { after: keyToText(range.after) }),
      ...(range.to !== undefined && { to: keyToText(range.to) }),
      ...(range.pending !== undefined && { pending: keyToText(range.pending) }),
      done: range.done,
    })),
  }
}

export function loadCheckpoint(stored: StoredCheckpoint): CopyCheckpoint {
  const key = (text: string | undefined) => (text === undefined ? undefined : keyFromText(text, stored.keyType))
  return {
    total: stored.total,
    copied: stored.copied,
    finished: stored.finished,
    ranges: stored.ranges.map((range) => ({
      partition: range.partition,
      after: key(range.after),
      to: key(range.to),
      pending: key(range.pending),
      done: range.done,
    })),
  }
}
