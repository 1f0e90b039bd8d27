import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { collectionListParams, type CollectionListQuery } from '../contracts/collection-list-query.ts'
import { CollectionPage } from '../contracts/collections-api.ts'
import { fetchJson } from './fetch-json.ts'
import { keys } from './keys.ts'

const IDLE_MS = 15_000
const LOADING_MS = 1_500

/** A page of a cluster's collections, read from the cluster itself; more often while one of them is loading. */
export function collectionsQuery(clusterId: string, query: CollectionListQuery) {
  const params = collectionListParams(query).toString()
  return queryOptions({
    queryKey: keys.clusters.collectionPage(clusterId, params),
    queryFn: ({ signal }) => fetchJson(`/api/clusters/${clusterId}/collections${params === '' ? '' : `?${params}`}`, CollectionPage, signal),
    retry: 1,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.collections.some((collection) => collection.loadState === 'loading') ? LOADING_MS : IDLE_MS,
  })
}

export const useCollections = (clusterId: string, query: CollectionListQuery) => useQuery(collectionsQuery(clusterId, query))
