// Lag decisions. Pure: readings and times come in, verdicts go out.

/** Below this lag the original console tells the user by mail that the sync may be stopped. */
export const LAG_GOAL_MS = 10_000

/** This many readings in a row under the goal are needed, so that one lucky reading sends no mail. */
export const LAG_GOAL_READINGS = 3

/** A sync that nobody stops ends after this time and the migration fails (7 days, as the original). */
export const SYNC_LIMIT_MS = 7 * 24 * 60 * 60 * 1000

/** True once the newest `LAG_GOAL_READINGS` readings (milliseconds, oldest first) are all under the goal. */
export function hasCaughtUp(readingsMs: readonly number[]): boolean {
  if (readingsMs.length < LAG_GOAL_READINGS) return false
  return readingsMs.slice(-LAG_GOAL_READINGS).every((ms) => ms < LAG_GOAL_MS)
}

export type Convergence = 'caught-up' | 'converging' | 'steady' | 'falling-behind'

/** Whether a sync will ever catch up. Rates are writes per second over the same recent interval. */
export function convergence(input: { lagMs: number; acceptPerS: number; applyPerS: number }): Convergence {
  if (input.lagMs < LAG_GOAL_MS) return 'caught-up'
  if (input.applyPerS > input.acceptPerS * 1.05) return 'converging'
  if (input.applyPerS < input.acceptPerS * 0.95) return 'falling-behind'
  return 'steady'
}
