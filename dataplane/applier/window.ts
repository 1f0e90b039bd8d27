// A window: the durable outcomes of one collection that are applied together. Pure: entries go in, what must
// be settled comes out. Order between the entries does not matter, because keys are read anew.
import { ALL_PARTITIONS, type EntryOf, type Expression, type JournalOffset, type KeyScope } from '../journal/entry.ts'

/** `inDoubt`: the source did not say that it carried the delete out; it may have refused the expression itself. */
export type WindowExpression = Expression & { inDoubt: boolean }

export type Window = {
  /** Keys to settle, by scope. */
  keys: Map<KeyScope, Set<string>>
  /** Expressions to resolve on the target; their matches join the keys. */
  exprs: WindowExpression[]
  /** When its oldest write was accepted (epoch ms). */
  oldestAt: number
  outcomes: number
  /** What its entries held in memory, in bytes, about. */
  weight: number
  /** Offset behind its last entry. */
  end: JournalOffset
}

export function emptyWindow(): Window {
  return { keys: new Map(), exprs: [], oldestAt: Infinity, outcomes: 0, weight: 0, end: 0 as JournalOffset }
}

/** Adds what the outcome touched. `globalKeys`: the partition is no part of a key on the source or the target. */
export function addOutcome(window: Window, at: JournalOffset, outcome: EntryOf<'outcome'>, globalKeys: boolean): void {
  window.end = (at + 1) as JournalOffset
  window.oldestAt = Math.min(window.oldestAt, outcome.at)
  window.weight += weightOf(outcome)
  if (outcome.how !== 'unknown') window.outcomes++
  if (outcome.how === 'refused') return
  addKeys(window, globalKeys ? ALL_PARTITIONS : outcome.write.scope, outcome.write.keys)
  for (const carried of outcome.carried ?? []) addKeys(window, globalKeys ? ALL_PARTITIONS : carried.scope, carried.keys)
  if (!outcome.expr) return
  const { partition, ...expr } = outcome.expr
  // Lite deletes what matches in all partitions, whichever the request names.
  window.exprs.push({ ...expr, ...(!globalKeys && partition && { partition }), inDoubt: outcome.how !== 'done' })
}

export function addKeys(window: Window, scope: KeyScope, keys: Iterable<string>): void {
  let known = window.keys.get(scope)
  if (!known) window.keys.set(scope, (known = new Set()))
  for (const key of keys) known.add(key)
}

export function keyCount(window: Pick<Window, 'keys'>): number {
  let count = 0
  for (const keys of window.keys.values()) count += keys.size
  return count
}

/** Takes keys out that are settled. */
export function removeKeys(window: Window, settled: ReadonlyMap<KeyScope, ReadonlySet<string>>): void {
  for (const [scope, keys] of settled) for (const key of keys) window.keys.get(scope)?.delete(key)
}

const ENTRY_BYTES = 200
const KEY_BYTES = 40

/** What an outcome holds in memory, in bytes, about: an entry may name one key or ten thousand. */
export function weightOf({ write, carried, expr }: EntryOf<'outcome'>): number {
  let weight = ENTRY_BYTES + (expr ? expr.expr.length + (expr.templates?.length ?? 0) : 0)
  for (const { keys } of [write, ...(carried ?? [])]) for (const key of keys) weight += KEY_BYTES + key.length
  return weight
}
