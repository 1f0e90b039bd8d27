import type { ClusterListQuery } from '../contracts/cluster-list-query.ts'
import { CLUSTERS_PER_PAGE, DEFAULT_CLUSTER_QUERY } from '../contracts/cluster-list-query.ts'
import type { ClusterPage } from '../contracts/clusters-api.ts'
import type { ClusterDetail, ClusterViewState } from '../contracts/console-api.ts'
import { db } from '../db/client.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import { clusterViewOf, deleteBlockedOf } from '../jobs/migration-view.ts'
import type { SessionUser } from '../permissions/access.ts'
import { clusterAccess, projectAccess } from '../permissions/access.ts'
import { clusterOf, newestMigrations, STANDING, standingOf } from './standing.ts'

/** What a cluster is read with, to be shown. */
export const WITH_NAMES = { project: { select: { name: true } }, createdBy: { select: { name: true } } } as const

/** Prisma hands the text to LIKE, which has signs of its own. */
function literally(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}

function matching(projectId: string, { search, provider }: ClusterListQuery): Prisma.ClusterWhereInput {
  const part = literally(search)
  return {
    projectId,
    deletedAt: null,
    ...(search === '' ? {} : { OR: [{ name: { contains: part, mode: 'insensitive' } }, { id: { contains: part } }] }),
    ...(provider === null ? {} : { provider: provider === 'registered' ? null : provider }),
  }
}

function inOrder(sort: ClusterListQuery['sort']): Prisma.ClusterOrderByWithRelationInput[] {
  const direction = sort.startsWith('-') ? 'desc' : 'asc'
  const by = {
    created: { createdAt: direction },
    name: { name: direction },
    entities: { entities: { sort: direction, nulls: 'last' } },
    cu: { cuSize: { sort: direction, nulls: 'last' } },
  } as const satisfies Record<string, Prisma.ClusterOrderByWithRelationInput>
  return [by[sort.replace('-', '') as keyof typeof by], { id: 'asc' }]
}

/**
 * The ids of the clusters that people see in this state, in order. What they see follows from the row and its
 * migration by one rule (migration-view.ts), which is not written down a second time in SQL.
 */
async function idsInState(where: Prisma.ClusterWhereInput, orderBy: Prisma.ClusterOrderByWithRelationInput[], state: ClusterViewState) {
  const rows = await db().cluster.findMany({ where, orderBy, select: STANDING })
  const newest = await newestMigrations(rows.map(({ id }) => id))
  return rows.filter((row) => clusterViewOf(standingOf(row, newest.get(row.id))).state === state).map(({ id }) => id)
}

/** GET /api/projects/:id/clusters */
export async function readClusters(user: SessionUser, projectId: string, query = DEFAULT_CLUSTER_QUERY): Promise<ClusterPage> {
  await projectAccess(user, projectId)
  const where = matching(projectId, query)
  const orderBy = inOrder(query.sort)
  const ids = query.state === null ? null : await idsInState(where, orderBy, query.state)
  const total = ids?.length ?? (await db().cluster.count({ where }))
  const page = Math.max(1, Math.min(query.page, Math.ceil(total / CLUSTERS_PER_PAGE)))
  const skip = (page - 1) * CLUSTERS_PER_PAGE
  const shown: { where: Prisma.ClusterWhereInput; skip?: number; take?: number } =
    ids === null ? { where, skip, take: CLUSTERS_PER_PAGE } : { where: { id: { in: ids.slice(skip, skip + CLUSTERS_PER_PAGE) } } }
  const rows = await db().cluster.findMany({ ...shown, orderBy, include: WITH_NAMES })
  const newest = await newestMigrations(rows.map((row) => row.id))
  const empty = total === 0 && (await db().cluster.findFirst({ where: { projectId, deletedAt: null }, select: { id: true } })) === null
  return { clusters: rows.map((row) => clusterOf(row, newest.get(row.id))), total, page, empty }
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
