import { queryOptions, useQuery } from '@tanstack/react-query'
import { ProjectMemberList } from '../contracts/organization-api.ts'
import { fetchJson } from './fetch-json.ts'
import { keys } from './keys.ts'

/** The people of a project, their roles, and who is invited. */
export function projectMembersQuery(projectId: string) {
  return queryOptions({
    queryKey: keys.projects.members(projectId),
    queryFn: ({ signal }) => fetchJson(`/api/projects/${projectId}/members`, ProjectMemberList, signal),
  })
}

export const useProjectMembers = (projectId: string) => useQuery(projectMembersQuery(projectId))
