import type { VerificationFacts } from '@/lib/contracts/control-api'
import { LAG_GOAL_MS } from '@/lib/migration/lag'
import { isVerified } from '@/lib/migration/verification'
import { refusalOf } from '@/lib/permissions/matrix'
import { durationText } from './duration-text'

export type StopPlan =
  | { kind: 'refused'; reason: string }
  /** Over the goal: asked again, since writes are held until the target has caught up. */
  | { kind: 'warned'; lag: string }
  | { kind: 'ready' }

type Input = {
  allowed: boolean
  confirmed: boolean
  requested: boolean
  lagMs: number | null
  reachable: boolean
  verification: VerificationFacts | null
  /** The user has ticked that the sync may be stopped without a finished verification. */
  acceptUnverified: boolean
}

/** What pressing Stop Data Sync would do now. */
export function stopPlan({ allowed, confirmed, requested, lagMs, reachable, verification, acceptUnverified }: Input): StopPlan {
  if (!allowed) return { kind: 'refused', reason: refusalOf('migration.stop') }
  if (requested) return { kind: 'refused', reason: 'Data sync is being stopped already.' }
  if (!reachable) return { kind: 'refused', reason: 'The data plane cannot be reached, so the lag is not known just now.' }
  if (!confirmed) return { kind: 'refused', reason: 'Confirm first that you have stopped writes to the source cluster.' }
  if (!isVerified(verification) && !acceptUnverified)
    return { kind: 'refused', reason: 'Wait until a verification has found both sides the same, or confirm that you want to stop without it.' }
  if (lagMs === null) return { kind: 'refused', reason: 'The lag is not measured yet.' }
  return lagMs >= LAG_GOAL_MS ? { kind: 'warned', lag: durationText(lagMs) } : { kind: 'ready' }
}

/** Why the last verification does not speak for stopping, and what stopping all the same means; null when it does. */
export function unverifiedWarning(verification: VerificationFacts | null): { title: string; meaning: string } | null {
  if (isVerified(verification)) return null
  const unknown = 'Whatever differs, if anything does, stays so after the stop.'
  if (verification === null) return { title: 'Both sides have not been compared yet', meaning: `The first verification begins by itself once the lag is short. ${unknown}` }
  if (verification.state === 'running') return { title: 'Both sides are still being compared', meaning: unknown }
  if (verification.verdict === 'different') {
    return verification.resynced === null
      ? { title: 'The last verification found differences', meaning: 'What differs stays so: the target takes over as it is. Re-sync what differs and verify again.' }
      : { title: 'What was re-synced has not been compared again', meaning: `Verify again to see that both sides are the same now. ${unknown}` }
  }
  return { title: 'The last verification did not finish', meaning: `Verify again to be sure. ${unknown}` }
}
