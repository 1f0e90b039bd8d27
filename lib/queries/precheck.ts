import { queryOptions, useQuery } from '@tanstack/react-query'
import { PrecheckResult } from '../contracts/control-api.ts'
import { fetchJson } from './fetch-json.ts'
import { keys } from './keys.ts'

/** What stands in the way of moving this source to a new cluster; reads the source, so it takes a while. */
export function precheckQuery(sourceId: string) {
  return queryOptions({
    queryKey: keys.wizard.precheck(sourceId),
    queryFn: ({ signal }) =>
      fetchJson(`/api/wizard/precheck?sourceId=${encodeURIComponent(sourceId)}`, PrecheckResult, signal),
    staleTime: 15_000,
    retry: 1,
  })
}

export const usePrecheck = (sourceId: string) => useQuery(precheckQuery(sourceId))
