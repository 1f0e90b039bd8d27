// Median, percentile and spread of the few numbers that paired runs give.

/** The p-th percentile (0 to 100) by the nearest rank; NaN of nothing. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const rank = Math.ceil((p / 100) * sorted.length)
  return sorted[Math.max(0, rank - 1)] ?? NaN
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  if (sorted.length % 2 === 1) return sorted[middle]!
  return sorted.length === 0 ? NaN : (sorted[middle - 1]! + sorted[middle]!) / 2
}

export type Spread = { median: number; least: number; most: number }

/** What the table shows of several runs: with so few of them the extremes say more than a deviation. */
export function spreadOf(values: readonly number[]): Spread {
  return { median: median(values), least: percentile(values, 0), most: percentile(values, 100) }
}
