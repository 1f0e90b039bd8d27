import { queryOptions, useQuery } from '@tanstack/react-query'
import { OrganizationMemberList } from '../contracts/organization-api.ts'
import { fetchJson } from './fetch-json.ts'
import { keys } from './keys.ts'

/** Everybody in the organization, and who is invited. */
export function organizationMembersQuery() {
  return queryOptions({
    queryKey: keys.organization.members,
    queryFn: ({ signal }) => fetchJson('/api/organization/members', OrganizationMemberList, signal),
  })
}

export const useOrganizationMembers = () => useQuery(organizationMembersQuery())
