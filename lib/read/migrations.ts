import * as z from 'zod/mini'
import type { JobStatus, Migration } from '../contracts/console-api.ts'
import { MigrationFacts, VerificationFacts } from '../contracts/control-api.ts'
import type { MigrationListQuery } from '../contracts/migration-list-query.ts'
import { DEFAULT_MIGRATION_QUERY, MIGRATION_PERIODS, MIGRATIONS_PER_PAGE } from '../contracts/migration-list-query.ts'
import type { MigrationPage } from '../contracts/migrations-api.ts'
import { db } from '../db/client.ts'
import type { Cluster as ClusterRow, Migration as MigrationRow, Prisma } from '../generated/prisma/client.ts'
import { jobStatusOf } from '../jobs/migration-view.ts'
import { isActive, STAGES } from '../migration/stage.ts'
import type { SessionUser } from '../permissions/access.ts'
import { visibleProjects } from '../permissions/access.ts'
import type { NewestMigration } from './standing.ts'
import { migrationEndOf, newestMigrations, STANDING } from './standing.ts'

/** The columns of a cluster that an end of a migration is shown with. */
const END = { ...STANDING, name: true, projectId: true, endpoint: true, policy: true, deletedAt: true } as const
/** What a row of a list is read with: not the facts, which are large. */
const LISTED = {
  id: true, sourceId: true, targetId: true, stage: true, startedAt: true, endedAt: true, indexes: true, failureCode: true, failureMessage: true,
  source: { select: END },
  target: { select: END },
  createdBy: { select: { name: true } },
} as const

type MigrationWithEnds = Pick<MigrationRow, 'id' | 'sourceId' | 'targetId' | 'stage' | 'startedAt' | 'endedAt' | 'indexes' | 'failureCode' | 'failureMessage'> & {
  source: Pick<ClusterRow, keyof typeof END>
  target: Pick<ClusterRow, keyof typeof END>
  createdBy: { name: string }
}

/** The stored facts, or null where there are none or another version wrote them. */
export function factsOf(row: Pick<MigrationRow, 'facts'>): MigrationFacts | null {
  return MigrationFacts.safeParse(row.facts).data ?? null
}

/** What a list shows of the facts: not the collections, of which there may be thousands. */
const ListedFacts = z.object({
  stage: MigrationFacts.shape.stage,
  copy: z.pick(MigrationFacts.shape.copy, { total: true, copied: true }),
  sync: z.pick(MigrationFacts.shape.sync, { lagMs: true }),
  verification: z._default(z.nullable(z.pick(VerificationFacts, { state: true, verdict: true, differing: true, endedAt: true })), null),
})
type ListedFacts = z.infer<typeof ListedFacts>

/** Read inside the database, which leaves the collections there. */
async function listedFacts(ids: string[]): Promise<Map<string, ListedFacts>> {
  const rows = await db().$queryRaw<{ id: string; facts: unknown }[]>`
    SELECT "id", jsonb_build_object('stage', "facts"->'stage', 'copy', "facts"->'copy', 'sync', "facts"->'sync',
      'verification', CASE WHEN jsonb_typeof("facts"->'verification') = 'object' THEN ("facts"->'verification') - 'collections' END) AS "facts"
    FROM "Migration" WHERE "id" = ANY(${ids}) AND "facts" IS NOT NULL`
  return new Map(rows.flatMap(({ id, facts }) => {
    const parsed = ListedFacts.safeParse(facts)
    return parsed.success ? [[id, parsed.data] as const] : []
  }))
}

function copiedShare(facts: ListedFacts | null): number | null {
  if (facts === null) return null
  if (facts.stage !== 'preparing' && facts.stage !== 'copying') return 1
  return facts.copy.total === 0 ? null : Math.min(1, facts.copy.copied / facts.copy.total)
}

function summaryOf(facts: ListedFacts | null): Migration['verification'] {
  const last = facts?.verification ?? null
  return last && { state: last.state, verdict: last.verdict, differing: last.differing, endedAt: last.endedAt }
}

/** A row as the browser gets it. */
export function migrationOf(row: MigrationWithEnds, facts: ListedFacts | null, newest: Map<string, NewestMigration>): Migration {
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

type Scope = { projectId: string | null; clusterId?: string | null }

const HOUR_MS = 3_600_000

/** Prisma hands the text to LIKE, which has signs of its own. */
function literally(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}

async function visibleTo(user: SessionUser, { projectId, clusterId }: Scope): Promise<Prisma.MigrationWhereInput> {
  const visible = (await visibleProjects(user)).map(({ project }) => project.id)
  const ids = projectId === null ? visible : visible.filter((id) => id === projectId)
  const seen = { OR: [{ source: { projectId: { in: ids } } }, { target: { projectId: { in: ids } } }] }
  return clusterId == null ? seen : { AND: [seen, { OR: [{ sourceId: clusterId }, { targetId: clusterId }] }] }
}

function stagesOf(status: JobStatus) {
  return STAGES.filter((stage) => jobStatusOf(stage) === status)
}

function matching({ search, status, person, period }: MigrationListQuery): Prisma.MigrationWhereInput {
  const part = literally(search)
  const name = { name: { contains: part, mode: 'insensitive' } } as const
  return {
    ...(search === '' ? {} : { OR: [{ source: name }, { target: name }, { id: { contains: part } }] }),
    ...(status === null ? {} : { stage: { in: stagesOf(status) } }),
    ...(person === null ? {} : { createdById: person }),
    ...(period === null ? {} : { startedAt: { gte: new Date(Date.now() - MIGRATION_PERIODS[period] * HOUR_MS) } }),
  }
}

function inOrder(sort: MigrationListQuery['sort']): Prisma.MigrationOrderByWithRelationInput[] {
  const direction = sort.startsWith('-') ? 'desc' : 'asc'
  const by = {
    started: { startedAt: direction },
    // What goes on has no end yet: it stands with the newest.
    ended: { endedAt: { sort: direction, nulls: direction === 'desc' ? 'first' : 'last' } },
    source: { source: { name: direction } },
    target: { target: { name: direction } },
  } as const satisfies Record<string, Prisma.MigrationOrderByWithRelationInput>
  return [by[sort.replace('-', '') as keyof typeof by], { startedAt: 'desc' }, { id: 'asc' }]
}

/** GET /api/migrations */
export async function readMigrations(user: SessionUser, scope: Scope, query = DEFAULT_MIGRATION_QUERY): Promise<MigrationPage> {
  const seen = await visibleTo(user, scope)
  const where = { AND: [seen, matching(query)] }
  const [total, people] = await Promise.all([
    db().migration.count({ where }),
    db().user.findMany({ where: { migrations: { some: seen } }, select: { id: true, name: true }, orderBy: [{ name: 'asc' }, { id: 'asc' }] }),
  ])
  const page = Math.max(1, Math.min(query.page, Math.ceil(total / MIGRATIONS_PER_PAGE)))
  const rows = await db().migration.findMany({ where, select: LISTED, orderBy: inOrder(query.sort), skip: (page - 1) * MIGRATIONS_PER_PAGE, take: MIGRATIONS_PER_PAGE })
  const [newest, facts] = await Promise.all([newestMigrations(rows.flatMap((row) => [row.sourceId, row.targetId])), listedFacts(rows.map(({ id }) => id))])
  // Whoever created one is among the people, so without people there is none.
  return { migrations: rows.map((row) => migrationOf(row, facts.get(row.id) ?? null, newest)), total, page, empty: people.length === 0, people }
}
