import { queryOptions, useQuery } from '@tanstack/react-query'
import { ClusterMetrics, METRICS_EVERY_MS } from '../contracts/cluster-metrics.ts'
import { fetchJson } from './fetch-json.ts'
import { keys } from './keys.ts'

/** What the data plane measured of a cluster in the last hour. */
export function clusterMetricsQuery(clusterId: string) {
  return queryOptions({
    queryKey: keys.clusters.metrics(clusterId),
    queryFn: ({ signal }) => fetchJson(`/api/clusters/${clusterId}/metrics`, ClusterMetrics, signal),
    refetchInterval: METRICS_EVERY_MS,
  })
}

export const useClusterMetrics = (clusterId: string) => useQuery(clusterMetricsQuery(clusterId))
