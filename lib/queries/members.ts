import { queryOptions, useQuery } from '@tanstack/react-query'
import { MemberList } from '../contracts/console-api.ts'
import { fetchJson } from './fetch-json.ts'
import { keys } from './keys.ts'

/** The people of a project and their roles. */
export function membersQuery(projectId: string) {
  return queryOptions({
    queryKey: keys.projects.members(projectId),
    queryFn: ({ signal }) => fetchJson(`/api/projects/${projectId}/members`, MemberList, signal),
  })
}

export const useMembers = (projectId: string) => useQuery(membersQuery(projectId))
