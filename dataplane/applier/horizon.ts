// What reads of a server show without waiting. Milvus answers a read of the present with its next time tick, 200 to 400 ms
// later; a read that is bound by a timestamp which the tick has passed is answered in a few ms (both measured on 2.3.5). So
// a horizon takes the server's clock after what has to be shown, and lets a read of no entity wait until the server has got there.
//
// Invariant: the timestamp of a sight was given by the server after everything up to its mark had happened. Only that is
// relied upon: a read bound by it shows all of that, at once or later.
import type { Freshness } from '../milvus/entities.ts'

/** Reads bound by `freshness` show whatever had happened when `mark` was made, and are answered at once. */
export type Sight = { mark: number; freshness: Freshness }

export type HorizonParts = {
  /** The server's clock; undefined where it has none. */
  clock: () => Promise<string | undefined>
  /** A read that the server answers when it has got there; rejects where it cannot be read. */
  reach: (freshness: Freshness) => Promise<void>
  /** Nobody waits any more once it aborts. */
  signal: AbortSignal
}

/** Between two looks, in ms: a tick answers all that wait for it. */
export const LOOK_MS = 100
/** Looks that wait at a time. */
const MOST_LOOKS = 5

export class Horizon {
  #parts: HorizonParts
  #marks = 0
  /** The newest mark that a look was begun for, and the newest one whose look has failed. */
  #looked = 0
  #failed = 0
  #sight: Sight | undefined
  #looks = 0
  #lookedAt = -Infinity
  #isPlanned = false
  #waiting: (() => void)[] = []

  constructor(parts: HorizonParts) {
    this.#parts = parts
    parts.signal.addEventListener('abort', () => this.#wake(), { once: true })
  }

  /** Notes that something has happened which reads have to show. Marks rise. */
  mark(): number {
    this.#marks++
    this.#plan()
    return this.#marks
  }

  /** Looks at once for what no look was begun for: nothing comes behind it that could share one. */
  hurry(): void {
    void this.#look()
  }

  /** The newest one that there is. */
  get sight(): Sight | undefined {
    return this.#sight
  }

  /** A sight of `mark`; undefined where there is none to be had, so that a read has to wait by itself. */
  async reached(mark: number): Promise<Sight | undefined> {
    while (!this.#reaches(mark) && this.#failed < mark && !this.#parts.signal.aborted) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    return this.#reaches(mark) ? this.#sight : undefined
  }

  #wake(): void {
    this.#waiting.splice(0).forEach((wake) => wake())
  }

  #reaches(mark: number): boolean {
    return this.#sight !== undefined && this.#sight.mark >= mark
  }

  /** Plans a look for the marks that none was begun for. What is marked in this turn of the event loop shares one. */
  #plan(): void {
    if (this.#isPlanned || this.#looked === this.#marks || this.#looks >= MOST_LOOKS || this.#parts.signal.aborted) return
    this.#isPlanned = true
    const look = () => {
      this.#isPlanned = false
      void this.#look()
    }
    const waitMs = this.#lookedAt + LOOK_MS - Date.now()
    if (waitMs > 0) setTimeout(look, waitMs)
    else setImmediate(look)
  }

  async #look(): Promise<void> {
    if (this.#looked === this.#marks || this.#parts.signal.aborted) return
    const mark = (this.#looked = this.#marks)
    this.#lookedAt = Date.now()
    this.#looks++
    const sight = await this.#find(mark)
    this.#looks--
    if (!sight) this.#failed = Math.max(this.#failed, mark)
    else if (!this.#reaches(mark)) this.#sight = sight
    this.#wake()
    this.#plan()
  }

  async #find(mark: number): Promise<Sight | undefined> {
    try {
      const tso = await this.#parts.clock()
      if (tso === undefined) {
        // There was nothing to wait for: the next mark need not wait either.
        this.#lookedAt = -Infinity
        return undefined
      }
      const freshness: Freshness = { kind: 'at-least', tso }
      await this.#parts.reach(freshness)
      return { mark, freshness }
    } catch {
      // Whoever reads next meets the reason.
      return undefined
    }
  }
}
