// Stop Data Sync and Cancel: people write what they want; the worker passes it on. Both are conditional
// updates, so that of two people who press at once one wins and the other's press changes nothing.
import type { z } from 'zod'
import type { CancelMigrationRequest, StopDataSyncRequest } from '../contracts/console-requests.ts'
import { db } from '../db/client.ts'
import { recordActivity } from '../db/record-activity.ts'
import { AppError } from '../errors/app-error.ts'
import type { Prisma, Wanted } from '../generated/prisma/client.ts'
import { LAG_GOAL_MS } from '../migration/lag.ts'
import { isVerified } from '../migration/verification.ts'
import { canCancel, canStop, isEnded, nextStage } from '../migration/stage.ts'
import type { SessionUser } from '../permissions/access.ts'
import { requireMigrationPermission } from '../permissions/access.ts'
import { factsOf } from '../read/migrations.ts'
import { migrationSaid } from './end-activity.ts'

type Change = {
  migrationId: string
  from: Wanted[]
  data: Prisma.MigrationUncheckedUpdateManyInput
  stages: Prisma.EnumStageFilter
  message: string
  activity: string
}

/** True when this press was the one that counted. */
async function change(user: SessionUser, { migrationId, from, data, stages, message, activity }: Change, scope: Scope): Promise<boolean> {
  return db().$transaction(async (tx) => {
    const { count } = await tx.migration.updateMany({
      where: { id: migrationId, wanted: { in: from }, stage: stages },
      data: { ...data, nextStepAt: new Date() },
    })
    if (count === 0) return false
    await tx.migrationEvent.create({ data: { migrationId, kind: 'request', message } })
    await recordActivity(tx, { ...scope, userId: user.id, message: activity })
    return true
  })
}

type Scope = { organizationId: string; projectId: string }

function refused(reason: string): AppError {
  return new AppError('migration.not_allowed', `This cannot be done now: ${reason}.`)
}

/**
 * Throws migration.lag_too_high over 10 s of lag, and migration.not_verified unless a verification has found both sides
 * the same; each may be accepted. Pressed again while stopping it changes nothing.
 */
export async function stopDataSync(user: SessionUser, request: z.infer<typeof StopDataSyncRequest>): Promise<object> {
  const { migrationId, afterLife, acceptLag, acceptUnverified } = request
  const { migration, access } = await requireMigrationPermission(user, 'migration.stop', migrationId)
  if (migration.wanted === 'stop' || migration.stage === 'finalizing') return {}
  if (!canStop(migration.stage)) {
    const transition = nextStage(migration.stage, 'stop')
    throw refused(transition.ok ? '' : transition.reason)
  }
  const facts = factsOf(migration)
  const lagMs = facts?.sync.lagMs ?? null
  if (!acceptLag && (lagMs === null || lagMs >= LAG_GOAL_MS))
    throw new AppError('migration.lag_too_high', `The target is ${lagMs === null ? 'an unknown time' : `${Math.round(lagMs / 1000)} s`} behind the source. Wait until it is under 10 s, or confirm that you want to stop now.`)
  const verified = isVerified(facts?.verification ?? null)
  if (!acceptUnverified && !verified)
    throw new AppError('migration.not_verified', 'No verification has found both sides the same. Verify first and re-sync what differs, or confirm that you want to stop without a finished verification.')
  const won = await change(
    user,
    {
      migrationId,
      from: ['run'],
      stages: { in: ['syncing'] },
      data: { wanted: 'stop', afterLife, acceptLag, acceptUnverified },
      message: `${user.name} asked to stop the data sync${verified ? '' : ' without a finished verification'}.`,
      activity: `${migrationSaid(migration)} was asked to stop its data sync${verified ? '' : ' without a finished verification'}.`,
    },
    { organizationId: access.project.organizationId, projectId: access.project.id },
  )
  if (won) return {}
  const now = await db().migration.findUniqueOrThrow({ where: { id: migrationId } })
  if (now.wanted === 'cancel' || isEnded(now.stage)) throw refused('somebody else has ended the migration')
  return {}
}

/** Throws migration.not_allowed once the sync is being stopped or the migration has ended. */
export async function cancelMigration(user: SessionUser, request: z.infer<typeof CancelMigrationRequest>): Promise<object> {
  const { migrationId, keepTarget } = request
  const { migration, access } = await requireMigrationPermission(user, 'migration.cancel', migrationId)
  if (migration.wanted === 'cancel' || migration.stage === 'cancelled') return {}
  if (!canCancel(migration.stage)) {
    const transition = nextStage(migration.stage, 'cancel')
    throw refused(transition.ok ? '' : transition.reason)
  }
  const won = await change(
    user,
    {
      migrationId,
      from: ['run'],
      stages: { in: ['preparing', 'copying', 'syncing'] },
      data: { wanted: 'cancel', keepTarget },
      message: `${user.name} cancelled the migration.`,
      activity: `${migrationSaid(migration)} was asked to cancel.`,
    },
    { organizationId: access.project.organizationId, projectId: access.project.id },
  )
  if (won) return {}
  const now = await db().migration.findUniqueOrThrow({ where: { id: migrationId } })
  if (now.wanted !== 'cancel') throw refused('the data sync is being stopped')
  return {}
}
