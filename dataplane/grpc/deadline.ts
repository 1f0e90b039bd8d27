// The `grpc-timeout` header: reading it, writing it, and timers that survive very long values.

const UNIT_MS: Record<string, number> = { H: 3_600_000, M: 60_000, S: 1_000, m: 1, u: 0.001, n: 0.000_001 }
/** setTimeout fires at once beyond this. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/** Milliseconds of a `grpc-timeout` header; undefined where there is none or it is not valid. */
export function parseTimeout(header: string | string[] | undefined): number | undefined {
  if (typeof header !== 'string') return undefined
  const match = /^(\d{1,8})([HMSmun])$/.exec(header)
  return match === null ? undefined : Number(match[1]) * UNIT_MS[match[2] as string]!
}

/** A `grpc-timeout` header of at least `ms`: at most eight digits are allowed. */
export function formatTimeout(ms: number): string {
  const whole = Math.max(1, Math.ceil(ms))
  return whole < 100_000_000 ? `${whole}m` : `${Math.min(99_999_999, Math.ceil(whole / 1000))}S`
}

/** Runs `onExpiry` after `ms`; nothing without a deadline. */
export function startDeadline(ms: number | undefined, onExpiry: () => void): NodeJS.Timeout | undefined {
  return ms === undefined ? undefined : setTimeout(onExpiry, Math.min(ms, LONGEST_TIMER_MS))
}
