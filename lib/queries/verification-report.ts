import { queryOptions, useQuery } from '@tanstack/react-query'
import { VerificationReport } from '../contracts/control-api.ts'
import { fetchJson } from './fetch-json.ts'
import { keys } from './keys.ts'

/** The report of one verification of a migration, told from others by when it began. */
export function verificationReportQuery(migrationId: string, startedAt: number) {
  return queryOptions({
    queryKey: keys.migrations.report(migrationId, startedAt),
    queryFn: ({ signal }) => fetchJson(reportPath(migrationId), VerificationReport, signal),
    staleTime: Infinity,
    retry: 1,
  })
}

export const useVerificationReport = (migrationId: string, startedAt: number) => useQuery(verificationReportQuery(migrationId, startedAt))

/** Where the report is got as a file. */
export function reportPath(migrationId: string): string {
  return `/api/migrations/${migrationId}/verification-report`
}
