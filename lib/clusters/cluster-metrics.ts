import type { ClusterMetrics } from '../contracts/cluster-metrics.ts'
import type { SessionUser } from '../permissions/access.ts'
import { clusterAccess } from '../permissions/access.ts'
import { dataPlane } from './data-plane.ts'

/** GET /api/clusters/:id/metrics — as the data plane has them. Throws dataplane.unreachable. */
export async function readClusterMetrics(user: SessionUser, clusterId: string): Promise<ClusterMetrics> {
  await clusterAccess(user, clusterId)
  return dataPlane().clusterMetrics(clusterId)
}
