import { queryOptions, useQuery } from '@tanstack/react-query'
import { LoadedOnSource } from '../contracts/collections-api.ts'
import { fetchJson } from './fetch-json.ts'
import { keys } from './keys.ts'

/** What the migration that made this cluster remembers of its source; asked only where there was one. */
export function loadedOnSourceQuery(clusterId: string, migrated: boolean) {
  return queryOptions({
    queryKey: keys.clusters.loadedOnSource(clusterId),
    queryFn: ({ signal }) => fetchJson(`/api/clusters/${clusterId}/loaded-on-source`, LoadedOnSource, signal),
    enabled: migrated,
    staleTime: 30_000,
  })
}

export const useLoadedOnSource = (clusterId: string, migrated: boolean) => useQuery(loadedOnSourceQuery(clusterId, migrated))
