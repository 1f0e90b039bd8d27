// What the migration that made a cluster remembers of its source.
import type { LoadedOnSource } from '../contracts/collections-api.ts'
import { MigrationFacts } from '../contracts/control-api.ts'
import { db } from '../db/client.ts'
import type { SessionUser } from '../permissions/access.ts'
import { clusterAccess } from '../permissions/access.ts'

async function migrationInto(targetId: string) {
  return db().migration.findFirst({
    where: { targetId, stage: 'completed' },
    include: { source: { select: { id: true, name: true, deletedAt: true, deleteRequestedAt: true } } },
    orderBy: { startedAt: 'desc' },
  })
}

/** The source of the completed migration into this cluster, while it exists. */
export async function sourceOf(targetId: string): Promise<string | null> {
  const source = (await migrationInto(targetId))?.source
  return source === undefined || source.deletedAt !== null || source.deleteRequestedAt !== null ? null : source.id
}

/** GET /api/clusters/:id/loaded-on-source */
export async function readLoadedOnSource(user: SessionUser, clusterId: string): Promise<LoadedOnSource> {
  await clusterAccess(user, clusterId)
  const migration = await migrationInto(clusterId)
  if (migration === null) return { collections: null, source: null }
  const facts = MigrationFacts.safeParse(migration.facts).data
  const { id, name, deletedAt, deleteRequestedAt } = migration.source
  return { collections: facts?.loadedOnSource ?? null, source: deletedAt === null && deleteRequestedAt === null ? { id, name } : null }
}
