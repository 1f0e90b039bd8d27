import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { clusterListAddress, type ClusterListQuery } from '../contracts/cluster-list-query.ts'
import { ClusterPage } from '../contracts/clusters-api.ts'
import { fetchJson } from './fetch-json.ts'
import { keys } from './keys.ts'

/** A page of a project's clusters; asked again every few seconds, since states change by themselves. */
export function clustersQuery(projectId: string, query: ClusterListQuery) {
  const address = clusterListAddress(query)
  return queryOptions({
    queryKey: keys.clusters.ofProject(projectId, address),
    queryFn: ({ signal }) => fetchJson(`/api/projects/${projectId}/clusters${address}`, ClusterPage, signal),
    refetchInterval: 3_000,
    // The page before stays while the next one comes: nothing jumps.
    placeholderData: keepPreviousData,
  })
}

export const useClusters = (projectId: string, query: ClusterListQuery) => useQuery(clustersQuery(projectId, query))
