import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { migrationListAddress, type MigrationListQuery } from '../contracts/migration-list-query.ts'
import { MigrationPage } from '../contracts/migrations-api.ts'
import { fetchJson } from './fetch-json.ts'
import { keys } from './keys.ts'

/** The migrations of a project, or those of one of its clusters. */
export type MigrationScope = { projectId: string; clusterId?: string | undefined }

/** A page of migrations; asked again every few seconds, since they go on by themselves. */
export function migrationsQuery(scope: MigrationScope, query: MigrationListQuery) {
  const address = migrationListAddress(query)
  const asked = new URLSearchParams(address)
  asked.set('projectId', scope.projectId)
  if (scope.clusterId !== undefined) asked.set('clusterId', scope.clusterId)
  return queryOptions({
    queryKey: keys.migrations.list(scope, address),
    queryFn: ({ signal }) => fetchJson(`/api/migrations?${asked}`, MigrationPage, signal),
    refetchInterval: 3_000,
    // The page before stays while the next one comes: nothing jumps.
    placeholderData: keepPreviousData,
  })
}

export const useMigrations = (scope: MigrationScope, query: MigrationListQuery) => useQuery(migrationsQuery(scope, query))
