// Makes the data plane's clusters what the job store asks for, and copies its facts back. Requests are
// idempotent, so that several consoles may do this at once.
import type { ClusterFacts } from '../contracts/control-api.ts'
import { db } from '../db/client.ts'
import { recordActivity } from '../db/record-activity.ts'
import { AppError, publicMessageOf } from '../errors/app-error.ts'
import type { Cluster } from '../generated/prisma/client.ts'
import { log } from '../log/console-log.ts'
import { specOf } from './cluster-secrets.ts'
import { dataPlane, isNotFound } from './data-plane.ts'
import { nameClusters } from './name-clusters.ts'

/** How often it is noted that a cluster was reported on. */
const NOTED_EVERY_MS = 5_000

type Report = Pick<
  Cluster,
  'state' | 'stateReason' | 'endpoint' | 'engineKind' | 'engineVersion' | 'policy' | 'entities'
>

function reportOf(facts: ClusterFacts, row: Cluster): Report {
  return {
    state: facts.state,
    stateReason: facts.reason === null ? null : nameClusters(facts.reason, [row]),
    endpoint: facts.endpoint,
    engineKind: facts.engine?.kind ?? null,
    engineVersion: facts.engine?.version ?? null,
    policy: facts.policy,
    // A data plane that was started just now has not counted yet; what was counted before stays.
    entities: facts.entities === null ? row.entities : BigInt(facts.entities),
  }
}

async function recordFailure(row: Cluster, reason: string | null): Promise<void> {
  const { organizationId, id: projectId } = await db().project.findUniqueOrThrow({ where: { id: row.projectId } })
  const why = reason === null ? '.' : `: ${reason}`
  await recordActivity(db(), { organizationId, projectId, userId: null, level: 'error', message: `Cluster "${row.name}" (${row.id}) failed${why}` })
}

/** Writes a report that differs from what the row says; of two workers that see the same, one. */
async function store(row: Cluster, report: Partial<Report>): Promise<void> {
  const changed = Object.entries(report).some(([key, value]) => row[key as keyof Report] !== value)
  if (!changed) return
  const { count } = await db().cluster.updateMany({ where: { id: row.id, deletedAt: null, state: row.state }, data: report })
  if (count === 0 || report.state === undefined || report.state === row.state) return
  if (report.state === 'failed') await recordFailure(row, report.stateReason ?? null)
  log.info('cluster state changed', { clusterId: row.id, from: row.state, to: report.state, reason: report.stateReason })
}

async function drop(row: Cluster): Promise<void> {
  try {
    await dataPlane().deleteCluster(row.id)
  } catch (error) {
    if (!isNotFound(error)) return store(row, { stateReason: nameClusters(publicMessageOf(error), [row]) })
  }
  await db().cluster.updateMany({ where: { id: row.id }, data: { deletedAt: new Date(), tokenEncrypted: '' } })
}

/** Asks for a cluster that the data plane does not have yet. */
async function create(row: Cluster): Promise<void> {
  // Made before and gone now: making it again would show an empty cluster in its place.
  if (row.engineKind !== null)
    return store(row, {
      state: 'failed',
      stateReason: 'The data plane no longer knows this cluster; its data folder may have been replaced.',
    })
  try {
    await store(row, reportOf(await dataPlane().putCluster(row.id, specOf(row)), row))
  } catch (error) {
    const final = error instanceof AppError && error.next !== 'retry' && error.next !== 'pause'
    if (!final) log.warn('a cluster was not created yet', { clusterId: row.id, error })
    await store(row, { state: final ? 'failed' : 'creating', stateReason: nameClusters(publicMessageOf(error), [row]) })
  }
}

async function reconcile(row: Cluster, facts: ClusterFacts | undefined): Promise<void> {
  if (row.deleteRequestedAt !== null) return drop(row)
  if (facts !== undefined) return store(row, reportOf(facts, row))
  // A creation that failed for good is not repeated: the migration that wanted it has failed with it.
  if (row.state !== 'failed') return create(row)
}

/** A worker that was late may have made a cluster that had been deleted meanwhile. */
async function dropStrays(reportedIds: string[]): Promise<void> {
  const strays = await db().cluster.findMany({ where: { id: { in: reportedIds }, deletedAt: { not: null } } })
  await Promise.allSettled(strays.map(({ id }) => dataPlane().deleteCluster(id)))
}

/** False when the data plane does not answer; the rows then keep their last report. */
export async function reconcileClusters(): Promise<boolean> {
  // Rows first: a cluster that another worker makes after this look must not count as lost.
  const rows = await db().cluster.findMany({ where: { deletedAt: null } })
  let reported: ClusterFacts[]
  try {
    reported = await dataPlane().clusters()
  } catch (error) {
    log.warn('the data plane was not asked for its clusters', { error })
    return false
  }
  const byId = new Map(reported.map((facts) => [facts.id, facts]))
  const results = await Promise.allSettled(rows.map((row) => reconcile(row, byId.get(row.id))))
  for (const result of results)
    if (result.status === 'rejected') log.error('a cluster was not reconciled', { error: result.reason })
  await dropStrays([...byId.keys()])
  await db().cluster.updateMany({
    // Not each second for each of a thousand rows: a report counts for much longer than this.
    where: { id: { in: [...byId.keys()] }, OR: [{ factsAt: null }, { factsAt: { lt: new Date(Date.now() - NOTED_EVERY_MS) } }] },
    data: { factsAt: new Date() },
  })
  return true
}
