import { queryOptions, useQuery } from '@tanstack/react-query'
import { ClusterList } from '../contracts/console-api.ts'
import { fetchJson } from './fetch-json.ts'
import { keys } from './keys.ts'

/** The clusters of a project; asked again every few seconds, since states change by themselves. */
export function clustersQuery(projectId: string) {
  return queryOptions({
    queryKey: keys.clusters.ofProject(projectId),
    queryFn: ({ signal }) => fetchJson(`/api/projects/${projectId}/clusters`, ClusterList, signal),
    refetchInterval: 3_000,
  })
}

export const useClusters = (projectId: string) => useQuery(clustersQuery(projectId))
