// Migrate: one transaction that makes the target's row, the migration and the record of it, or nothing.
import type { z } from 'zod'
import { embeddedRow } from '../clusters/create-cluster.ts'
import { lockCluster } from '../clusters/lock-cluster.ts'
import { nameTaken, requireFreeName } from '../clusters/require-free-name.ts'
import type { Plan } from '../contracts/cluster-catalogue.ts'
import { planAllows } from '../contracts/cluster-catalogue.ts'
import type { StartMigrationRequest } from '../contracts/console-requests.ts'
import type { Tx } from '../db/client.ts'
import { db, isUniqueViolation } from '../db/client.ts'
import { newId } from '../db/new-id.ts'
import { recordActivity } from '../db/record-activity.ts'
import { AppError } from '../errors/app-error.ts'
import type { Cluster } from '../generated/prisma/client.ts'
import { standingOf } from '../read/standing.ts'
import type { SessionUser } from '../permissions/access.ts'
import { requireClusterPermission, requirePermission } from '../permissions/access.ts'
import { keepProject } from '../projects/keep-project.ts'
import { clusterViewOf, sourceBlockedOf } from './migration-view.ts'

type Request = z.infer<typeof StartMigrationRequest>
export type Started = { migrationId: string; targetId: string; projectId: string }

const taken = (name: string): AppError =>
  new AppError('migration.exists', `Cluster "${name}" takes part in a migration already. Open its Migrations tab to watch it.`)

async function findStarted(user: SessionUser, requestId: string): Promise<Started | null> {
  const row = await db().migration.findUnique({ where: { requestId }, include: { target: true } })
  if (row === null || row.createdById !== user.id) return null
  return { migrationId: row.id, targetId: row.targetId, projectId: row.target.projectId }
}

/** Throws unless this cluster may become a source now. The row must be locked. */
async function requireSource(tx: Tx, request: Request): Promise<Cluster> {
  const { cluster, active } = await lockCluster(tx, request.sourceId)
  if (active !== null) throw taken(cluster.name)
  const last = await tx.migration.findFirst({ where: { targetId: cluster.id }, orderBy: { startedAt: 'desc' } })
  const newest =
    last === null
      ? undefined
      : { id: last.id, role: 'target' as const, stage: last.stage, targetId: last.targetId, failure: last.failureMessage }
  const standing = standingOf(cluster, newest)
  const blocked = sourceBlockedOf(cluster.name, clusterViewOf(standing), standing.migration)
  if (blocked !== null) throw new AppError('migration.not_allowed', blocked, { details: { field: 'sourceId' } })
  if (!planAllows(cluster.plan as Plan, request.target.plan))
    throw new AppError('migration.not_allowed', `The target needs the plan of "${cluster.name}" (${cluster.plan}) or a higher one.`, {
      details: { field: 'target.plan' },
    })
  return cluster
}

async function insert(tx: Tx, user: SessionUser, request: Request, organizationId: string): Promise<Started> {
  const source = await requireSource(tx, request)
  const { projectId, name } = request.target
  await keepProject(tx, projectId)
  await requireFreeName(tx, { projectId, name, field: 'target.name' })
  const target = await tx.cluster.create({ data: embeddedRow(request.target, user.id) })
  const migrationId = newId.migration()
  const message = `Migration of "${source.name}" to the new cluster "${target.name}" was started by ${user.name}.`
  await tx.migration.create({
    data: {
      id: migrationId,
      requestId: request.requestId,
      sourceId: source.id,
      targetId: target.id,
      createdById: user.id,
      indexes: request.indexes,
      events: { create: { kind: 'started', message } },
    },
  })
  await recordActivity(tx, { organizationId, projectId: source.projectId, userId: user.id, message })
  return { migrationId, targetId: target.id, projectId }
}

/**
 * Starts a zero downtime migration to a new cluster. A repeated request (double click, retry) answers with
 * the migration that it started. Throws request.forbidden, migration.exists, migration.not_allowed,
 * cluster.name_taken.
 */
export async function startMigration(user: SessionUser, request: Request): Promise<Started> {
  const { cluster, access } = await requireClusterPermission(user, 'migration.start', request.sourceId)
  await requirePermission(user, 'migration.start', { projectId: request.target.projectId })
  const before = await findStarted(user, request.requestId)
  if (before !== null) return before
  try {
    return await db().$transaction((tx) => insert(tx, user, request, access.project.organizationId))
  } catch (error) {
    const twin = await findStarted(user, request.requestId)
    if (twin !== null) return twin
    if (isUniqueViolation(error)) throw nameTaken(request.target.name, 'target.name')
    throw error instanceof AppError ? error : new AppError('internal.unexpected', `The migration of "${cluster.name}" could not be started. Try again.`, { cause: error })
  }
}
