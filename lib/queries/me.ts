import { queryOptions, useQuery } from '@tanstack/react-query'
import { Me } from '../contracts/console-api.ts'
import { fetchJson } from './fetch-json.ts'
import { keys } from './keys.ts'

/** Who is signed in and what they may do in the organization. */
export function meQuery() {
  return queryOptions({
    queryKey: keys.me.root,
    queryFn: ({ signal }) => fetchJson('/api/me', Me, signal),
    staleTime: 60_000,
  })
}

export const useMe = () => useQuery(meQuery())
