import { queryOptions, useQuery } from '@tanstack/react-query'
import { Account } from '../contracts/account-api.ts'
import { fetchJson } from './fetch-json.ts'
import { keys } from './keys.ts'

/** The account of the person who is signed in, with its sessions and preferences. */
export function accountQuery() {
  return queryOptions({ queryKey: keys.account.root, queryFn: ({ signal }) => fetchJson('/api/account', Account, signal), staleTime: 10_000 })
}

export const useAccount = () => useQuery(accountQuery())
