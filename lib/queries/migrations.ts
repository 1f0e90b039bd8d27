import { queryOptions, useQuery } from '@tanstack/react-query'
import { MigrationList } from '../contracts/console-api.ts'
import { fetchJson } from './fetch-json.ts'
import { keys } from './keys.ts'

/** The migrations of one project, or of all that the user may see. */
export function migrationsQuery(projectId: string | null = null) {
  const query = projectId === null ? '' : `?projectId=${encodeURIComponent(projectId)}`
  return queryOptions({
    queryKey: keys.migrations.list(projectId),
    queryFn: ({ signal }) => fetchJson(`/api/migrations${query}`, MigrationList, signal),
    refetchInterval: 3_000,
  })
}

export const useMigrations = (projectId: string | null = null) => useQuery(migrationsQuery(projectId))
