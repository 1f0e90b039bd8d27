import { queryOptions, useQuery } from '@tanstack/react-query'
import { MigrationDetail } from '../contracts/console-api.ts'
import { isEnded } from '../migration/stage.ts'
import { fetchJson } from './fetch-json.ts'
import { keys } from './keys.ts'

/** One migration with its facts; asked every second until it has ended, never in a hidden tab. */
export function migrationQuery(migrationId: string) {
  return queryOptions({
    queryKey: keys.migrations.one(migrationId),
    queryFn: ({ signal }) => fetchJson(`/api/migrations/${migrationId}`, MigrationDetail, signal),
    refetchInterval: ({ state }) =>
      state.data !== undefined && isEnded(state.data.migration.stage) ? 10_000 : 1_000,
  })
}

export const useMigration = (migrationId: string) => useQuery(migrationQuery(migrationId))
