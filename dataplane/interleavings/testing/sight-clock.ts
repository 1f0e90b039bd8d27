// Which timestamps of an engine's clock may still bound reads of the product, and what reads bound by them may show: with
// a clock two worlds are the same only where these are.
import type { HeldCalls } from './held-calls.ts'
import type { ModelRows } from './model-rows.ts'
import { readQuery } from './model-wire.ts'

/** How far the product was when it was given a timestamp. */
type Given = { tso: number; durable: number; applied: number }

/** By what a horizon looks: a key that nothing has. */
const LOOK = 'pk in [0]'

export class SightClock {
  #rows: ModelRows
  #calls: HeldCalls
  #given: Given[] = []
  /** The newest one that a look was answered for. */
  #sight: number | undefined

  constructor(rows: ModelRows, calls: HeldCalls) {
    this.#rows = rows
    this.#calls = calls
    calls.onRead = (request) => {
      const { expr, since = 0 } = readQuery(request)
      if (expr === LOOK) this.#sight = Math.max(this.#sight ?? 0, since)
    }
  }

  give(given: Given): void {
    this.#given.push(given)
  }

  /** The process is gone, and with it what it was given. */
  forget(): void {
    this.#given = []
    this.#sight = undefined
  }

  text(applied: number, end: number): string {
    const bounds = [this.#sight, ...this.#calls.waiting.map(({ call }) => (call.write ? undefined : readQuery(call.request).since))].filter((one) => one !== undefined)
    if (bounds.length === 0) return ''
    const given = this.#given.filter(({ tso }) => bounds.includes(tso))
    const marks = given.map(({ tso, ...at }) => `${tso}: ${end - at.durable} ${applied - at.applied}`)
    const shown = (this.#rows.history ?? []).slice(Math.min(...bounds) - 1).map((versions) => versions.map(({ key, partition, a, b, meta }) => `${key}@${partition}=${a},${b}${meta}`).join())
    return [`${this.#sight}`, ...marks, ...shown].join('/')
  }
}
