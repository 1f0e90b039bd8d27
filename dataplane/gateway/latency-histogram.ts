// Durations counted in steps that grow by a factor, so that a percentile is known to a fifth whatever its size.

const FIRST_MS = 0.1
const STEPS_PER_DOUBLING = 4
/** Up to about three minutes; what takes longer counts as that. */
const STEPS = 84

/** How long the calls of a short time took. */
export class LatencyHistogram {
  #counts: Uint32Array | undefined
  #total = 0

  add(ms: number): void {
    const step = Math.ceil(Math.log2(Math.max(ms, FIRST_MS) / FIRST_MS) * STEPS_PER_DOUBLING)
    this.#counts ??= new Uint32Array(STEPS)
    this.#counts[Math.min(step, STEPS - 1)]!++
    this.#total++
  }

  /** The duration that this share of the calls did not exceed, rounded up to a step; null without a call. */
  percentile(share: number): number | null {
    let left = Math.max(1, Math.ceil(this.#total * share))
    for (const [step, count] of this.#counts?.entries() ?? []) {
      left -= count
      if (left <= 0) return Math.round(FIRST_MS * 2 ** (step / STEPS_PER_DOUBLING) * 100) / 100
    }
    return null
  }
}
