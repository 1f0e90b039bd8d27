// Slows down guessing: so many failures per address and window, then a pause. Kept in memory; a restart
// forgives.

const WINDOW_MS = 5 * 60_000
const FAILURES = 10
const REMEMBERED = 10_000

export type SignInLimit = {
  /** False while this address has failed too often. */
  allows(email: string): boolean
  failed(email: string): void
  succeeded(email: string): void
}

/** A limit that reads the time from `now`. */
export function createSignInLimit(now: () => number = Date.now): SignInLimit {
  const failures = new Map<string, number[]>()
  const recent = (email: string): number[] => (failures.get(email) ?? []).filter((at) => at > now() - WINDOW_MS)
  return {
    allows: (email) => recent(email).length < FAILURES,
    failed(email) {
      if (failures.size >= REMEMBERED) failures.clear()
      failures.set(email, [...recent(email), now()])
    },
    succeeded: (email) => void failures.delete(email),
  }
}
