// When a page that could not be rendered tries again by itself: a restart of the product is over within seconds.
const WAITS_MS = [1_000, 2_000, 4_000, 8_000]
/** A failure this long after the last one belongs to another event. */
const CALM_MS = 60_000

export type RetrySchedule = { next(now: number): number | undefined }

/** Tells after each failure how long to wait for the next try; undefined when it is up to the user. */
export function retrySchedule(): RetrySchedule {
  let tries = 0
  let lastAt = -Infinity
  return {
    next(now) {
      if (now - lastAt > CALM_MS) tries = 0
      lastAt = now
      return WAITS_MS[tries++]
    },
  }
}
