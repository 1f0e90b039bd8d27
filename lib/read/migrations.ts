import type { z } from 'zod'
import type { Migration, MigrationList } from '../contracts/console-api.ts'
import { MigrationFacts } from '../contracts/control-api.ts'
import { db } from '../db/client.ts'
import type { Cluster as ClusterRow, Migration as MigrationRow } from '../generated/prisma/client.ts'
import { jobStatusOf } from '../jobs/migration-view.ts'
import { isActive } from '../migration/stage.ts'
import type { SessionUser } from '../permissions/access.ts'
import { visibleProjects } from '../permissions/access.ts'
import type { NewestMigration } from './standing.ts'
import { migrationEndOf, newestMigrations } from './standing.ts'

const SHOWN = 200

export type MigrationWithEnds = MigrationRow & {
  source: ClusterRow
  target: ClusterRow
  createdBy: { name: string }
}

/** The stored facts, or null where there are none or another version wrote them. */
export function factsOf(row: MigrationRow): MigrationFacts | null {
  return MigrationFacts.safeParse(row.facts).data ?? null
}

function copiedShare(facts: MigrationFacts | null): number | null {
  if (facts === null) return null
  if (facts.stage !== 'preparing' && facts.stage !== 'copying') return 1
  return facts.copy.total === 0 ? null : Math.min(1, facts.copy.copied / facts.copy.total)
}

function summaryOf(facts: MigrationFacts | null): Migration['verification'] {
  const last = facts?.verification ?? null
  return last && { state: last.state, verdict: last.verdict, differing: last.differing, endedAt: last.endedAt }
}

/** A row as the browser gets it. */
export function migrationOf(row: MigrationWithEnds, newest: Map<string, NewestMigration>): Migration {
  const facts = factsOf(row)
  return {
    id: row.id,
    source: migrationEndOf(row.source, newest.get(row.sourceId)),
    target: migrationEndOf(row.target, newest.get(row.targetId)),
    stage: row.stage,
    jobStatus: jobStatusOf(row.stage),
    lagMs: isActive(row.stage) ? (facts?.sync.lagMs ?? null) : null,
    copied: copiedShare(facts),
    startedAt: row.startedAt.getTime(),
    endedAt: row.endedAt?.getTime() ?? null,
    createdBy: row.createdBy.name,
    indexes: row.indexes,
    verification: summaryOf(facts),
    failure: row.failureCode === null ? null : { code: row.failureCode, message: row.failureMessage ?? '' },
  }
}

/** GET /api/migrations */
export async function readMigrations(user: SessionUser, projectId: string | null): Promise<z.infer<typeof MigrationList>> {
  const visible = (await visibleProjects(user)).map(({ project }) => project.id)
  const projects = projectId === null ? visible : visible.filter((id) => id === projectId)
  const rows = await db().migration.findMany({
    where: { OR: [{ source: { projectId: { in: projects } } }, { target: { projectId: { in: projects } } }] },
    include: { source: true, target: true, createdBy: { select: { name: true } } },
    orderBy: { startedAt: 'desc' },
    take: SHOWN,
  })
  const newest = await newestMigrations(rows.flatMap((row) => [row.sourceId, row.targetId]))
  return { migrations: rows.map((row) => migrationOf(row, newest)) }
}
