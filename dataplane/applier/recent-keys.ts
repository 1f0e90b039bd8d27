// The keys that a lane has settled on the target and that a read there need not show yet. With them an expression can be
// asked of the target as of a moment that has passed, at once: whatever its answer misses is among them.
//
// Only keys that entries named are kept. A key that was settled for another reason (an expression matched it, or it was
// among these) changed by a write whose own entry is still to come, and is settled then.
import type { KeyScope } from '../journal/entry.ts'
import type { Freshness } from '../milvus/entities.ts'
import type { Horizon } from './horizon.ts'
import type { Window } from './window.ts'

/** How to ask the target: what a read as of `freshness` misses is among `keys`. */
export type View = { freshness: Freshness | undefined; keys: readonly (readonly [KeyScope, ReadonlySet<string>])[] }

/** Reads of the present miss nothing. */
export const PRESENT: View = { freshness: undefined, keys: [] }

/** More keys are dearer to settle again than the wait for the present. */
const MOST_KEYS = 5_000

export class RecentKeys {
  #horizon: Horizon
  #windows: { mark: number; keys: Window['keys']; count: number }[] = []
  #count = 0
  /** Keys of windows up to this mark were forgotten. */
  #forgotten = 0

  constructor(horizon: Horizon) {
    this.#horizon = horizon
  }

  /** Notes keys that are settled on the target. */
  add(keys: Window['keys']): void {
    let count = 0
    for (const one of keys.values()) count += one.size
    this.#windows.push({ mark: this.#horizon.mark(), keys, count })
    this.#count += count
    while (this.#count > MOST_KEYS) this.#forgotten = this.#shift()
  }

  view(): View {
    const { sight } = this.#horizon
    if (!sight) return PRESENT
    while (this.#windows[0] && this.#windows[0].mark <= sight.mark) this.#shift()
    return sight.mark < this.#forgotten ? PRESENT : { freshness: sight.freshness, keys: this.#windows.flatMap(({ keys }) => [...keys]) }
  }

  #shift(): number {
    const { mark, count } = this.#windows.shift()!
    this.#count -= count
    return mark
  }
}
