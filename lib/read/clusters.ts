import type { z } from 'zod'
import type { ClusterDetail, ClusterList } from '../contracts/console-api.ts'
import { db } from '../db/client.ts'
import { deleteBlockedOf } from '../jobs/migration-view.ts'
import type { SessionUser } from '../permissions/access.ts'
import { clusterAccess, projectAccess } from '../permissions/access.ts'
import { clusterOf, newestMigrations } from './standing.ts'

/** What a cluster is read with, to be shown. */
export const WITH_NAMES = { project: { select: { name: true } }, createdBy: { select: { name: true } } } as const

/** GET /api/projects/:id/clusters */
export async function readClusters(user: SessionUser, projectId: string): Promise<z.infer<typeof ClusterList>> {
  await projectAccess(user, projectId)
  const rows = await db().cluster.findMany({
    where: { projectId, deletedAt: null },
    include: WITH_NAMES,
    orderBy: { createdAt: 'desc' },
  })
  const newest = await newestMigrations(rows.map((row) => row.id))
  return { clusters: rows.map((row) => clusterOf(row, newest.get(row.id))) }
}

/** GET /api/clusters/:id */
export async function readCluster(user: SessionUser, clusterId: string): Promise<ClusterDetail> {
  const { access } = await clusterAccess(user, clusterId)
  const row = await db().cluster.findUniqueOrThrow({ where: { id: clusterId }, include: WITH_NAMES })
  const migration = (await newestMigrations([clusterId])).get(clusterId)
  return {
    cluster: clusterOf(row, migration),
    address: row.address,
    deleteBlocked: deleteBlockedOf(row.name, migration ?? null),
    permissions: access.permissions,
  }
}
