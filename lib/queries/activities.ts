import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query'
import { ActivityPage } from '../contracts/organization-api.ts'
import { fetchJson } from './fetch-json.ts'
import { keys } from './keys.ts'

type Filters = { range: string; from: string; to: string; level: string; person: string; project: string }

/** `rangeOf` tells the times that `range` means when it is asked, so that "the last day" ends now. */
export type ActivityFilters = { filters: Filters; rangeOf: () => { from: number; to: number } }

/** What was done in the organization, newest first, a page at a time. */
export function activitiesQuery({ filters, rangeOf }: ActivityFilters) {
  return infiniteQueryOptions({
    queryKey: keys.activities.list(filters),
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => {
      const { from, to } = rangeOf()
      const { level, person, project } = filters
      const parameters = new URLSearchParams({ from: String(from), to: String(to), level, person, project, before: pageParam })
      return fetchJson(`/api/activities?${parameters}`, ActivityPage, signal)
    },
    getNextPageParam: ({ next }) => next,
  })
}

export const useActivities = (filters: ActivityFilters) => useInfiniteQuery(activitiesQuery(filters))
