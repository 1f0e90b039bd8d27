// A time left that does not jump. Each reading moves the expected end only a little; what is shown goes down as time
// passes, and up only when the end has stayed later for a while. Pure.
export type TimeLeft = {
  /** When it will be done, smoothed. */
  end: number
  at: number
  /** Readings so far; the first ones say little. */
  readings: number
  since: number
  /** What is shown, in milliseconds; null while too little is known. */
  shownMs: number | null
  /** Since when it would have to be shown higher. */
  higherSince: number | null
}

/** A shorter look would show the first batches' luck. */
const LEAST_READINGS = 3
const LEAST_MS = 4_000
/** In this time (ms), or a tenth of what is left, two thirds of a change get through. */
const SETTLE_MS = 10_000
/** It is shown higher when it has been higher for so long. */
const HIGHER_FOR_MS = 15_000
/** Without a reading for so long nothing is known any more. */
const FORGOTTEN_AFTER_MS = 15_000

/** Takes a reading: milliseconds left as measured at `at`, null where it cannot be told. Null: nothing is known. */
export function observe(before: TimeLeft | null, { at, leftMs }: { at: number; leftMs: number | null }): TimeLeft | null {
  if (leftMs === null) return before !== null && at - before.at <= FORGOTTEN_AFTER_MS ? before : null
  const end = at + leftMs
  if (before === null || at - before.at > FORGOTTEN_AFTER_MS || at < before.at) {
    return { end, at, readings: 1, since: at, shownMs: null, higherSince: null }
  }
  const share = 1 - Math.exp(-(at - before.at) / Math.max(SETTLE_MS, leftMs / 10))
  const smoothed = before.end + share * (end - before.end)
  const next = { end: smoothed, at, readings: before.readings + 1, since: before.since }
  if (next.readings < LEAST_READINGS || at - next.since < LEAST_MS) return { ...next, shownMs: null, higherSince: null }
  return { ...next, ...shown(before, coarse(Math.max(0, smoothed - at)), at) }
}

function shown(before: TimeLeft, nowMs: number, at: number): Pick<TimeLeft, 'shownMs' | 'higherSince'> {
  if (before.shownMs === null || nowMs <= before.shownMs) return { shownMs: nowMs, higherSince: null }
  const higherSince = before.higherSince ?? at
  return at - higherSince < HIGHER_FOR_MS ? { shownMs: before.shownMs, higherSince } : { shownMs: nowMs, higherSince: null }
}

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** Up to the next step: 10 s, then a minute, five minutes, half an hour, the longer it takes. */
function coarse(ms: number): number {
  const step = ms < 90 * SECOND ? 10 * SECOND : ms < 20 * MINUTE ? MINUTE : ms < 90 * MINUTE ? 5 * MINUTE : HOUR / 2
  return Math.ceil(ms / step) * step
}
