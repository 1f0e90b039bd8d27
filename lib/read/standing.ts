// From rows to what people see: joins a cluster with the newest migration it takes part in.
import type { Cluster, MigrationEnd } from '../contracts/console-api.ts'
import type { CuType, Plan, Provider } from '../contracts/cluster-catalogue.ts'
import type { Tx } from '../db/client.ts'
import { db } from '../db/client.ts'
import type { Cluster as ClusterRow } from '../generated/prisma/client.ts'
import type { ClusterStanding } from '../jobs/migration-view.ts'
import { clusterViewOf } from '../jobs/migration-view.ts'
import type { Policy } from '../migration/policy.ts'
import type { Stage } from '../migration/stage.ts'
import { isActive } from '../migration/stage.ts'

export type NewestMigration = {
  id: string
  role: 'source' | 'target'
  stage: Stage
  targetId: string
  failure: string | null
}

/** The migration that counts for each cluster: the active one, else the newest. */
export async function newestMigrations(clusterIds: string[], tx: Tx = db()): Promise<Map<string, NewestMigration>> {
  const rows = await tx.migration.findMany({
    where: { OR: [{ sourceId: { in: clusterIds } }, { targetId: { in: clusterIds } }] },
    select: { id: true, sourceId: true, targetId: true, stage: true, failureMessage: true },
    orderBy: { startedAt: 'desc' },
  })
  const found = new Map<string, NewestMigration>()
  const offer = (clusterId: string, role: 'source' | 'target', row: (typeof rows)[number]) => {
    const before = found.get(clusterId)
    if (before !== undefined && (isActive(before.stage) || !isActive(row.stage))) return
    found.set(clusterId, { id: row.id, role, stage: row.stage, targetId: row.targetId, failure: row.failureMessage })
  }
  for (const row of rows) {
    offer(row.sourceId, 'source', row)
    offer(row.targetId, 'target', row)
  }
  return found
}

/** The columns of which its state follows. */
export const STANDING = { id: true, state: true, stateReason: true, deleteRequestedAt: true, factsAt: true } as const
type StandingRow = Pick<ClusterRow, keyof typeof STANDING>

/** What the pure view functions need to know of a cluster. */
export function standingOf(row: StandingRow, migration: NewestMigration | undefined, now = Date.now()): ClusterStanding {
  return {
    state: row.state,
    stateReason: row.stateReason,
    deleting: row.deleteRequestedAt !== null,
    factsAgeMs: row.factsAt === null ? null : now - row.factsAt.getTime(),
    migration: migration ?? null,
  }
}

type Named = ClusterRow & { project: { name: string }; createdBy: { name: string } }

/** A row as the browser gets it. */
export function clusterOf(row: Named, migration: NewestMigration | undefined): Cluster {
  const view = clusterViewOf(standingOf(row, migration))
  return {
    id: row.id,
    projectId: row.projectId,
    projectName: row.project.name,
    name: row.name,
    description: row.description,
    driver: row.driver,
    provider: row.provider as Provider | null,
    regionId: row.regionId,
    cuType: row.cuType as CuType | null,
    cuSize: row.cuSize,
    plan: row.plan as Plan,
    state: view.state,
    stateReason: view.reason,
    endpoint: row.endpoint,
    engine: engineOf(row),
    policy: row.policy as Policy | null,
    entities: row.entities === null ? null : Number(row.entities),
    createdAt: row.createdAt.getTime(),
    createdBy: row.createdBy.name,
    migration:
      migration === undefined
        ? null
        : { id: migration.id, role: migration.role, stage: migration.stage, targetId: migration.targetId },
  }
}

function engineOf(row: ClusterRow): Cluster['engine'] {
  if (row.engineKind === null || row.engineVersion === null) return null
  return { kind: row.engineKind === 'lite' ? 'lite' : 'milvus', version: row.engineVersion }
}

/** One end of a migration; also when its cluster is deleted. */
export function migrationEndOf(row: StandingRow & Pick<ClusterRow, 'name' | 'projectId' | 'endpoint' | 'policy' | 'deletedAt'>, migration: NewestMigration | undefined): MigrationEnd {
  const deleted = row.deletedAt !== null
  return {
    id: row.id,
    name: row.name,
    projectId: row.projectId,
    state: deleted ? null : clusterViewOf(standingOf(row, migration)).state,
    endpoint: row.endpoint,
    policy: row.policy as Policy | null,
    deleted,
  }
}
