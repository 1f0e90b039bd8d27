import { queryOptions, useQuery } from '@tanstack/react-query'
import { ClusterDetail } from '../contracts/console-api.ts'
import { fetchJson } from './fetch-json.ts'
import { keys } from './keys.ts'

/** One cluster, what may be done with it, and why it cannot be deleted if it cannot. */
export function clusterQuery(clusterId: string) {
  return queryOptions({
    queryKey: keys.clusters.one(clusterId),
    queryFn: ({ signal }) => fetchJson(`/api/clusters/${clusterId}`, ClusterDetail, signal),
    refetchInterval: 2_000,
  })
}

export const useCluster = (clusterId: string) => useQuery(clusterQuery(clusterId))
