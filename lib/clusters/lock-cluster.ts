import type { Tx } from '../db/client.ts'
import type { Cluster } from '../generated/prisma/client.ts'
import { AppError } from '../errors/app-error.ts'
import { ACTIVE_STAGES } from '../jobs/active-stages.ts'
import type { Stage } from '../migration/stage.ts'

type Active = { role: 'source' | 'target'; stage: Stage; failure: null }

/** Holds the cluster's row until the transaction ends, and says which active migration it is in. */
export async function lockCluster(tx: Tx, clusterId: string): Promise<{ cluster: Cluster; active: Active | null }> {
  await tx.$queryRaw`SELECT id FROM "Cluster" WHERE id = ${clusterId} FOR UPDATE`
  const cluster = await tx.cluster.findUnique({ where: { id: clusterId } })
  if (cluster === null || cluster.deletedAt !== null)
    throw new AppError('cluster.not_found', `There is no cluster "${clusterId}". It may have been deleted.`)
  const row = await tx.migration.findFirst({
    where: { stage: { in: ACTIVE_STAGES }, OR: [{ sourceId: clusterId }, { targetId: clusterId }] },
    select: { sourceId: true, stage: true },
  })
  const role = row?.sourceId === clusterId ? 'source' : 'target'
  return { cluster, active: row === null ? null : { role, stage: row.stage, failure: null } }
}
