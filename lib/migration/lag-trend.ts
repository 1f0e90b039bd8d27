// What a series of lag readings says of the time to come. Pure: readings come in, oldest first.
import { LAG_GOAL_MS } from './lag.ts'

export type LagReading = { at: number; lagMs: number; acceptPerS: number; applyPerS: number }

/** Readings as old as this are looked at; a shorter look would follow every hiccup. */
const TREND_MS = 60_000
/** Fewer say nothing. */
const LEAST_READINGS = 5
const LEAST_SPAN_MS = 10_000
/** Rates of one second swing with the batches of the clients. */
const RATES_MS = 20_000

function newest(readings: readonly LagReading[], spanMs: number): LagReading[] {
  const last = readings.at(-1)
  return last === undefined ? [] : readings.filter(({ at }) => at >= last.at - spanMs)
}

/** Milliseconds of lag that are lost or gained in one millisecond, by least squares over the last minute; null before it can be told. */
export function lagSlope(readings: readonly LagReading[]): number | null {
  const recent = newest(readings, TREND_MS)
  const [first, last] = [recent[0], recent.at(-1)]
  if (first === undefined || last === undefined) return null
  if (recent.length < LEAST_READINGS || last.at - first.at < LEAST_SPAN_MS) return null
  const mean = (value: (reading: LagReading) => number) => recent.reduce((sum, reading) => sum + value(reading), 0) / recent.length
  const [atMean, lagMean] = [mean(({ at }) => at - first.at), mean(({ lagMs }) => lagMs)]
  let above = 0
  let below = 0
  for (const { at, lagMs } of recent) {
    const dx = at - first.at - atMean
    above += dx * (lagMs - lagMean)
    below += dx * dx
  }
  return below === 0 ? null : above / below
}

/** Slower than this it is as good as standing still: an hour of lag would take days. */
const LEAST_FALL = 0.01

/** When the lag will be under the goal, in milliseconds from the last reading; 0 when it is, null while it does not fall. */
export function expectedCatchUpMs(readings: readonly LagReading[]): number | null {
  const last = readings.at(-1)
  if (last === undefined) return null
  if (last.lagMs < LAG_GOAL_MS) return 0
  const slope = lagSlope(readings)
  return slope === null || slope > -LEAST_FALL ? null : (last.lagMs - LAG_GOAL_MS) / -slope
}

/** True once the lag has been over the goal for a whole minute and has not fallen in it. */
export function isStuck(readings: readonly LagReading[]): boolean {
  const recent = newest(readings, TREND_MS)
  const [first, last] = [readings[0], recent.at(-1)]
  if (first === undefined || last === undefined || last.at - first.at < TREND_MS) return false
  const slope = lagSlope(recent)
  return slope !== null && slope > -LEAST_FALL && recent.every(({ lagMs }) => lagMs >= LAG_GOAL_MS)
}

/** Mean rates of the last readings; null where there is none. */
export function recentRates(readings: readonly LagReading[]): { acceptPerS: number; applyPerS: number } | null {
  const recent = newest(readings, RATES_MS)
  if (recent.length === 0) return null
  const sum = (rate: 'acceptPerS' | 'applyPerS') => recent.reduce((total, reading) => total + reading[rate], 0) / recent.length
  return { acceptPerS: sum('acceptPerS'), applyPerS: sum('applyPerS') }
}
