'use client'
import { ListChecks } from 'lucide-react'
import { Card } from '@/components/ui/card'
import { CopyButton } from '@/components/ui/copy-button'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { Pager } from '@/components/ui/pager'
import { SkeletonRows } from '@/components/ui/skeleton'
import { StaleNote } from '@/components/ui/stale-note'
import { Table, Td, Th, Tr, WIDE_ONLY } from '@/components/ui/table'
import { TimeText } from '@/components/ui/time-text'
import type { Migration, Permission } from '@/lib/contracts/console-api'
import { DEFAULT_MIGRATION_QUERY, isFiltered, MIGRATIONS_PER_PAGE } from '@/lib/contracts/migration-list-query'
import { useMigrations } from '@/lib/queries/migrations'
import { JobMenu } from './job-menu'
import type { MigrationActions } from './migration-actions'
import { MigrationFilters } from './migration-filters'
import { JobBadge } from './migration-table'
import { NoMatch } from './no-migrations'
import { ProgressFromAddress } from './progress-from-address'
import { useMigrationQuery } from './use-migration-query'
import { VerificationLine } from './verification-line'

type Props = { projectId: string; permissions: Permission[]; actions: MigrationActions }

export function JobList({ projectId, permissions, actions }: Props) {
  const [query, change] = useMigrationQuery()
  const { data, error, refetch, dataUpdatedAt } = useMigrations({ projectId }, query)
  if (data === undefined) {
    return <Card>{error ? <ErrorState error={error} onRetry={() => void refetch()} what="The jobs" /> : <SkeletonRows rows={3} className="h-15" />}</Card>
  }
  const none = data.empty && !isFiltered(query)
  return (
    <div className="space-y-3">
      {error && <StaleNote at={dataUpdatedAt} error={error} />}
      {!none && <MigrationFilters query={query} onChange={change} people={data.people} what="jobs" />}
      <Card className="overflow-hidden">
        {data.total > 0 ? (
          <JobTable jobs={data.migrations} permissions={permissions} cancelMigration={actions.cancelMigration} />
        ) : none ? (
          <NoJobs />
        ) : (
          <NoMatch what="job" onClear={() => change(DEFAULT_MIGRATION_QUERY)} />
        )}
      </Card>
      {!none && <Pager page={data.page} perPage={MIGRATIONS_PER_PAGE} total={data.total} what="jobs" onPage={(page) => change({ page })} />}
      <ProgressFromAddress actions={actions} />
    </div>
  )
}

function NoJobs() {
  return (
    <EmptyState icon={<ListChecks />} title="No job yet">
      Migrations of this project are listed here while they run and after they have ended.
    </EmptyState>
  )
}

type JobsProps = { permissions: Permission[]; cancelMigration: MigrationActions['cancelMigration'] }

function JobTable({ jobs, ...rest }: JobsProps & { jobs: Migration[] }) {
  return (
    <Table label="Jobs">
      <thead>
        <tr>
          <Th>Type and Description</Th>
          <Th>Status</Th>
          <Th className={WIDE_ONLY}>ID</Th>
          <Th className={WIDE_ONLY}>Start Time</Th>
          <Th className={WIDE_ONLY}>End Time</Th>
          <Th className={WIDE_ONLY}>Created By</Th>
          <Th>Actions</Th>
        </tr>
      </thead>
      <tbody>
        {jobs.map((job) => (
          <JobRow key={job.id} job={job} {...rest} />
        ))}
      </tbody>
    </Table>
  )
}

function JobRow({ job, permissions, cancelMigration }: JobsProps & { job: Migration }) {
  return (
    <Tr>
      <Td>
        <span className="font-medium">Migration</span>
        <p className="max-w-64 text-xs text-soft">
          {job.source.name} → {job.target.name}
        </p>
        <VerificationLine migration={job} />
        <p className="text-xs text-faint md:hidden">
          Started <TimeText at={job.startedAt} />
        </p>
      </Td>
      <Td>
        <JobBadge migration={job} />
        {job.failure && (
          <p className="mt-0.5 line-clamp-2 max-w-56 text-xs text-bad" title={job.failure.message}>
            {job.failure.message}
          </p>
        )}
      </Td>
      <Td className={WIDE_ONLY}>
        <span className="flex items-center gap-1">
          <code className="max-w-28 truncate font-mono text-xs" title={job.id}>
            {job.id}
          </code>
          <CopyButton text={job.id} label="Copy job ID" />
        </span>
      </Td>
      <Td className={`${WIDE_ONLY} text-soft`}>
        <TimeText at={job.startedAt} />
      </Td>
      <Td className={`${WIDE_ONLY} text-soft`}>{job.endedAt === null ? '–' : <TimeText at={job.endedAt} />}</Td>
      <Td className={`${WIDE_ONLY} text-soft`}>{job.createdBy}</Td>
      <Td>
        <JobMenu job={job} permissions={permissions} cancelMigration={cancelMigration} />
      </Td>
    </Tr>
  )
}
