'use client'
import { Card } from '@/components/ui/card'
import { ErrorState } from '@/components/ui/error-state'
import { Pager } from '@/components/ui/pager'
import { SkeletonRows } from '@/components/ui/skeleton'
import { StaleNote } from '@/components/ui/stale-note'
import { DEFAULT_MIGRATION_QUERY, isFiltered, MIGRATIONS_PER_PAGE } from '@/lib/contracts/migration-list-query'
import { useMigrations } from '@/lib/queries/migrations'
import type { MigrationActions } from './migration-actions'
import { MigrationFilters } from './migration-filters'
import { MigrationTable } from './migration-table'
import { NoMatch, NoMigrations } from './no-migrations'
import { ProgressFromAddress } from './progress-from-address'
import { useMigrationQuery } from './use-migration-query'

type Props = { projectId: string; actions: MigrationActions; clusterId?: string; startRefusal?: string | null }

/** The migrations of a project, or those of one of its clusters. */
export function MigrationList({ projectId, actions, clusterId, startRefusal = null }: Props) {
  const [query, change] = useMigrationQuery()
  const { data, error, refetch, dataUpdatedAt } = useMigrations({ projectId, clusterId }, query)
  const dialog = clusterId === undefined && <ProgressFromAddress actions={actions} />
  if (data === undefined) {
    return (
      <>
        <Card>{error ? <ErrorState error={error} onRetry={() => void refetch()} what="The migrations" /> : <SkeletonRows rows={3} className="h-15" />}</Card>
        {dialog}
      </>
    )
  }
  if (data.empty && !isFiltered(query)) {
    return (
      <>
        <Card>
          <NoMigrations startRefusal={startRefusal} />
        </Card>
        {dialog}
      </>
    )
  }
  return (
    <div className="space-y-3">
      {error && <StaleNote at={dataUpdatedAt} error={error} />}
      {clusterId === undefined && <MigrationFilters query={query} onChange={change} people={data.people} what="migrations" />}
      <Card className="overflow-hidden">{data.total > 0 ? <MigrationTable migrations={data.migrations} /> : <NoMatch what="migration" onClear={() => change(DEFAULT_MIGRATION_QUERY)} />}</Card>
      <Pager page={data.page} perPage={MIGRATIONS_PER_PAGE} total={data.total} what="migrations" onPage={(page) => change({ page })} />
      {dialog}
    </div>
  )
}
