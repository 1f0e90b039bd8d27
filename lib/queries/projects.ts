import { queryOptions, useQuery } from '@tanstack/react-query'
import { ProjectList } from '../contracts/console-api.ts'
import { fetchJson } from './fetch-json.ts'
import { keys } from './keys.ts'

/** The projects that the user may see. */
export function projectsQuery() {
  return queryOptions({
    queryKey: keys.projects.root,
    queryFn: ({ signal }) => fetchJson('/api/projects', ProjectList, signal),
  })
}

export const useProjects = () => useQuery(projectsQuery())
