import { queryOptions, useQuery } from '@tanstack/react-query'
import { CollectionDetail } from '../contracts/collections-api.ts'
import { fetchJson } from './fetch-json.ts'
import { keys } from './keys.ts'

/** All that a cluster tells of one collection. */
export function collectionQuery(clusterId: string, database: string, name: string) {
  const params = new URLSearchParams({ database, name })
  return queryOptions({
    queryKey: keys.clusters.collection(clusterId, database, name),
    queryFn: ({ signal }) => fetchJson(`/api/clusters/${clusterId}/collections/detail?${params}`, CollectionDetail, signal),
    retry: 1,
    refetchInterval: 30_000,
  })
}

export const useCollection = (clusterId: string, database: string, name: string) => useQuery(collectionQuery(clusterId, database, name))
