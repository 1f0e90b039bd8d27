// What people see of a stage: the table of the design's §4. Pure.
import type { ClusterViewState, JobStatus } from '../contracts/console-api.ts'
import type { Stage } from '../migration/stage.ts'
import { isActive } from '../migration/stage.ts'

const JOB_STATUS: Record<Stage, JobStatus> = {
  preparing: 'in_progress',
  copying: 'in_progress',
  syncing: 'in_progress',
  finalizing: 'in_progress',
  completed: 'successful',
  failed: 'failed',
  cancelled: 'canceled',
}

/** The status of the migration on the Jobs page. */
export function jobStatusOf(stage: Stage): JobStatus {
  return JOB_STATUS[stage]
}

export type ClusterStanding = {
  /** As the data plane last reported it. */
  state: string
  stateReason: string | null
  /** The user asked for its deletion. */
  deleting: boolean
  /** Age of the report; null when there is none yet. */
  factsAgeMs: number | null
  /** The newest migration it takes part in; an active one before all others. */
  migration: { role: 'source' | 'target'; stage: Stage; failure: string | null } | null
}

/** Reports older than this say nothing about now. */
const STALE_MS = 30_000

export type ClusterView = { state: ClusterViewState; reason: string | null }

const TARGET_STATE: Record<Stage, ClusterViewState | null> = {
  preparing: 'migrating',
  copying: 'migrating',
  syncing: 'syncing',
  finalizing: 'syncing',
  completed: null,
  failed: 'failed',
  cancelled: 'failed',
}

function ofMigration(standing: ClusterStanding): ClusterView | null {
  const { migration } = standing
  if (migration === null) return null
  if (migration.role === 'source') return isActive(migration.stage) ? { state: 'locked', reason: standing.stateReason } : null
  const state = TARGET_STATE[migration.stage]
  if (state === null) return null
  if (state !== 'failed') return { state: standing.state === 'creating' ? 'creating' : state, reason: standing.stateReason }
  const how = migration.stage === 'cancelled' ? 'was cancelled' : 'failed'
  const why = migration.failure === null ? '' : ` ${migration.failure}`
  return { state, reason: `The migration to this cluster ${how}; it may hold only a part of the data.${why}` }
}

function ofReport(standing: ClusterStanding): ClusterView {
  if (standing.state === 'failed') return { state: 'failed', reason: standing.stateReason }
  if (standing.factsAgeMs !== null && standing.factsAgeMs > STALE_MS)
    return { state: 'unavailable', reason: 'The data plane has not reported on this cluster for a while. Check that it runs.' }
  const known = standing.state === 'running' || standing.state === 'unavailable' ? standing.state : 'creating'
  return { state: known, reason: standing.stateReason }
}

/** The state badge of a cluster and the sentence beside it. */
export function clusterViewOf(standing: ClusterStanding): ClusterView {
  if (standing.deleting) return { state: 'deleting', reason: standing.stateReason }
  return ofMigration(standing) ?? ofReport(standing)
}

/** Why a cluster cannot be deleted now; null when it can. */
export function deleteBlockedOf(name: string, migration: ClusterStanding['migration']): string | null {
  if (migration === null || !isActive(migration.stage)) return null
  return migration.role === 'source'
    ? `Cluster "${name}" is Locked: it is the source of a migration. Wait until the migration has ended, or cancel it, and delete the cluster then.`
    : `Cluster "${name}" is the target of a migration. Cancel the migration first.`
}

/** Why a cluster cannot be chosen as the source of a migration; null when it can. */
export function sourceBlockedOf(name: string, view: ClusterView, migration: ClusterStanding['migration']): string | null {
  if (migration !== null && isActive(migration.stage))
    return `Cluster "${name}" takes part in a migration already.`
  if (view.state === 'running') return null
  if (view.state === 'failed' && migration?.role === 'target')
    return `Cluster "${name}" is what a migration that did not succeed left; it may hold only a part of the data.`
  return `Cluster "${name}" is not running.${view.reason === null ? '' : ` ${view.reason}`}`
}
