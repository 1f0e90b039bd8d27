import { queryOptions, useQuery } from '@tanstack/react-query'
import { CollectionList } from '../contracts/console-api.ts'
import { fetchJson } from './fetch-json.ts'
import { keys } from './keys.ts'

const IDLE_MS = 15_000
const LOADING_MS = 1_500

/** A cluster's collections, read from the cluster itself; more often while one is loading. */
export function collectionsQuery(clusterId: string) {
  return queryOptions({
    queryKey: keys.clusters.collections(clusterId),
    queryFn: ({ signal }) => fetchJson(`/api/clusters/${clusterId}/collections`, CollectionList, signal),
    retry: 1,
    refetchInterval: ({ state }) =>
      state.data?.collections.some((collection) => collection.loadState === 'loading') ? LOADING_MS : IDLE_MS,
  })
}

export const useCollections = (clusterId: string) => useQuery(collectionsQuery(clusterId))
