// Repeats a read until it succeeds: a cluster that is away is waited for, a message that is too large is asked for in
// smaller pieces. What a server refuses for good rejects.
import { AppError } from '../../lib/errors/app-error.ts'
import { describeError } from '../lifecycle/logger.ts'
import { backoffMs, sleep } from '../lifecycle/waiting.ts'
import { hindranceOf } from '../milvus/hindrance.ts'
import { CollectionGone, type VerifierParts } from './verifier-parts.ts'
import type { Read } from './side-reader.ts'

/** Tries at a read that is refused: DDL that is journalled and not applied yet lets the sides differ in what they have. */
const MOST_REFUSALS = 5

export function patientRead(parts: VerifierParts, signal: AbortSignal = parts.signal): Read {
  return async (size, work) => {
    let refusals = 0
    for (let attempt = 1; ; attempt++) {
      signal.throwIfAborted()
      try {
        const result = await parts.whileItLives((shape) => work(shape, signal))
        size.took()
        if (attempt > 1) parts.onTrouble(undefined)
        return result
      } catch (error) {
        if (error instanceof CollectionGone || signal.aborted) throw error
        const why = hindranceOf(error)
        const isPassing = why !== 'other' || isAway(error)
        if (!isPassing && ++refusals >= MOST_REFUSALS) throw error
        parts.log.warn('a read of the verification is repeated', { attempt, error: describeError(error) })
        if (isPassing && why !== 'too-large') parts.onTrouble(error instanceof AppError ? error.publicMessage : 'An unexpected error; the log has the details.')
        await sleep(why === 'other' ? backoffMs(attempt) : size.hindered(why, size.entities), signal)
        if (!isPassing) await parts.caughtUp(signal)
      }
    }
  }
}

function isAway(error: unknown): boolean {
  return error instanceof AppError && (error.code === 'cluster.unreachable' || error.code === 'milvus.unknown_outcome')
}
