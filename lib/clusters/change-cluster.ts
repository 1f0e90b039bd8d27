// What is done to a cluster that exists: rename, describe, delete, reveal its token, set its after-life.
import type { z } from 'zod'
import type { AfterLifeChange, DeleteClusterRequest, DescribeClusterRequest, RenameClusterRequest } from '../contracts/console-requests.ts'
import { db, isUniqueViolation } from '../db/client.ts'
import { recordActivity } from '../db/record-activity.ts'
import { AppError } from '../errors/app-error.ts'
import { deleteBlockedOf } from '../jobs/migration-view.ts'
import type { SessionUser } from '../permissions/access.ts'
import { requireClusterPermission } from '../permissions/access.ts'
import { tokenOf } from './cluster-secrets.ts'
import { dataPlane } from './data-plane.ts'
import { lockCluster } from './lock-cluster.ts'
import { nameTaken, requireFreeName } from './require-free-name.ts'

/** Throws cluster.name_taken. Allowed at any time: the name is the console's own. */
export async function renameCluster(user: SessionUser, request: z.infer<typeof RenameClusterRequest>): Promise<object> {
  const { clusterId, name } = request
  const { cluster, access } = await requireClusterPermission(user, 'cluster.rename', clusterId)
  await requireFreeName(db(), { projectId: cluster.projectId, name, field: 'name', exceptId: clusterId })
  try {
    await db().$transaction(async (tx) => {
      await tx.cluster.update({ where: { id: clusterId }, data: { name } })
      await recordActivity(tx, {
        organizationId: access.project.organizationId,
        projectId: cluster.projectId,
        userId: user.id,
        message: `Cluster "${cluster.name}" (${clusterId}) was renamed to "${name}".`,
      })
    })
  } catch (error) {
    throw isUniqueViolation(error) ? nameTaken(name, 'name') : error
  }
  return {}
}

/** Replaces what people say of the cluster. Who may rename it may describe it. */
export async function describeCluster(user: SessionUser, request: z.infer<typeof DescribeClusterRequest>): Promise<object> {
  const { clusterId, description } = request
  const { cluster, access } = await requireClusterPermission(user, 'cluster.rename', clusterId)
  await db().$transaction(async (tx) => {
    await tx.cluster.update({ where: { id: clusterId }, data: { description } })
    await recordActivity(tx, {
      organizationId: access.project.organizationId,
      projectId: cluster.projectId,
      userId: user.id,
      message: `The description of cluster "${cluster.name}" (${clusterId}) was changed.`,
    })
  })
  return {}
}

/** Asks for the deletion, which the worker does. Throws cluster.locked while a migration needs the cluster. */
export async function deleteCluster(user: SessionUser, request: z.infer<typeof DeleteClusterRequest>): Promise<object> {
  const { clusterId, confirmName } = request
  const { cluster, access } = await requireClusterPermission(user, 'cluster.delete', clusterId)
  if (confirmName !== cluster.name)
    throw new AppError('request.invalid', `Type the cluster's name, ${cluster.name}, to confirm.`, {
      details: { field: 'confirmName' },
    })
  await db().$transaction(async (tx) => {
    // The lock that a start of a migration takes too: one of the two sees the other.
    const { active } = await lockCluster(tx, clusterId)
    const blocked = deleteBlockedOf(cluster.name, active)
    if (blocked !== null) throw new AppError('cluster.locked', blocked)
    await tx.cluster.updateMany({
      where: { id: clusterId, deleteRequestedAt: null },
      data: { deleteRequestedAt: new Date() },
    })
    await recordActivity(tx, {
      organizationId: access.project.organizationId,
      projectId: cluster.projectId,
      userId: user.id,
      level: 'warning',
      message: `Cluster "${cluster.name}" (${clusterId}) was deleted.`,
    })
  })
  return {}
}

/** The cluster's token, for those who may connect. */
export async function revealToken(user: SessionUser, clusterId: string): Promise<{ token: string }> {
  const { cluster, access } = await requireClusterPermission(user, 'cluster.token', clusterId)
  const token = tokenOf(cluster)
  await recordActivity(db(), {
    organizationId: access.project.organizationId,
    projectId: cluster.projectId,
    userId: user.id,
    message: `The token of cluster "${cluster.name}" (${clusterId}) was revealed.`,
  })
  return { token }
}

/** Makes a retired source writable again, or read-only. The data plane refuses it during a migration. */
export async function setAfterLife(user: SessionUser, request: z.infer<typeof AfterLifeChange>): Promise<object> {
  const { clusterId, afterLife } = request
  const { cluster, access } = await requireClusterPermission(user, 'cluster.after_life', clusterId)
  await dataPlane().setAfterLife(clusterId, afterLife)
  await recordActivity(db(), {
    organizationId: access.project.organizationId,
    projectId: cluster.projectId,
    userId: user.id,
    message: `Cluster "${cluster.name}" (${clusterId}) was made ${afterLife === 'readonly' ? 'read-only' : 'writable'}.`,
  })
  return {}
}
