import { LAG_GOAL_MS } from '@/lib/migration/lag'
import { refusalOf } from '@/lib/permissions/matrix'
import { durationText } from './duration-text'

export type StopPlan =
  | { kind: 'refused'; reason: string }
  /** Over the goal: asked again, since writes are held until the target has caught up. */
  | { kind: 'warned'; lag: string }
  | { kind: 'ready' }

type Input = { allowed: boolean; confirmed: boolean; requested: boolean; lagMs: number | null; reachable: boolean }

/** What pressing Stop Data Sync would do now. */
export function stopPlan({ allowed, confirmed, requested, lagMs, reachable }: Input): StopPlan {
  if (!allowed) return { kind: 'refused', reason: refusalOf('migration.stop') }
  if (requested) return { kind: 'refused', reason: 'Data sync is being stopped already.' }
  if (!reachable) return { kind: 'refused', reason: 'The data plane cannot be reached, so the lag is not known just now.' }
  if (!confirmed) return { kind: 'refused', reason: 'Confirm first that you have stopped writes to the source cluster.' }
  if (lagMs === null) return { kind: 'refused', reason: 'The lag is not measured yet.' }
  return lagMs >= LAG_GOAL_MS ? { kind: 'warned', lag: durationText(lagMs) } : { kind: 'ready' }
}
