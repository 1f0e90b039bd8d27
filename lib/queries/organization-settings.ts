import { queryOptions, useQuery } from '@tanstack/react-query'
import { OrganizationSettings } from '../contracts/organization-api.ts'
import { fetchJson } from './fetch-json.ts'
import { keys } from './keys.ts'

/** How this console is set up; asked again every few seconds, since a data plane may stop to answer. */
export function organizationSettingsQuery() {
  return queryOptions({
    queryKey: keys.organization.settings,
    queryFn: ({ signal }) => fetchJson('/api/organization/settings', OrganizationSettings, signal),
    refetchInterval: 10_000,
  })
}

export const useOrganizationSettings = () => useQuery(organizationSettingsQuery())
