import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query'
import { ActivityPage } from '../contracts/organization-api.ts'
import { fetchJson } from './fetch-json.ts'
import { keys } from './keys.ts'

/** What is asked for; `rangeOf` is called with each first page, so that "the last day" ends now. */
export type ActivityFilters = { key: Record<string, string>; rangeOf: () => { from: number; to: number } }

/** What was done in the organization, newest first, a page at a time. */
export function activitiesQuery({ key, rangeOf }: ActivityFilters) {
  return infiniteQueryOptions({
    queryKey: keys.activities.list(key),
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => {
      const { from, to } = rangeOf()
      const parameters = new URLSearchParams({ ...key, from: String(from), to: String(to), before: pageParam })
      return fetchJson(`/api/activities?${parameters}`, ActivityPage, signal)
    },
    getNextPageParam: ({ next }) => next,
  })
}

export const useActivities = (filters: ActivityFilters) => useInfiniteQuery(activitiesQuery(filters))
