'use client'
import { ListChecks } from 'lucide-react'
import Link from 'next/link'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { Card } from '@/components/ui/card'
import { CopyButton } from '@/components/ui/copy-button'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { SelectField } from '@/components/ui/select-field'
import { SkeletonRows } from '@/components/ui/skeleton'
import { StaleNote } from '@/components/ui/stale-note'
import { Table, Td, Th, Tr, WIDE_ONLY } from '@/components/ui/table'
import { TimeText } from '@/components/ui/time-text'
import { JOB_STATUSES, type Migration } from '@/lib/contracts/console-api'
import { useMigrations } from '@/lib/queries/migrations'
import { JobBadge } from './migration-table'
import { ProgressFromAddress } from './progress-from-address'
import type { MigrationActions } from './migration-actions'
import { JOB_STATUS_WORDS } from './stage-words'
import { VerificationLine } from './verification-line'

const ANY = 'any'

export function JobList({ projectId, actions }: { projectId: string; actions: MigrationActions }) {
  const { data, error, refetch, dataUpdatedAt } = useMigrations(projectId)
  const status = useSearchParams().get('status') ?? ANY
  if (data === undefined) {
    return <Card>{error ? <ErrorState error={error} onRetry={() => void refetch()} what="The jobs" /> : <SkeletonRows rows={3} className="h-15" />}</Card>
  }
  const jobs = data.migrations.filter((job) => status === ANY || job.jobStatus === status)
  return (
    <div className="space-y-3">
      {error && <StaleNote at={dataUpdatedAt} error={error} />}
      {data.migrations.length > 0 && <StatusFilter value={status} />}
      <Card className="overflow-hidden">{jobs.length > 0 ? <JobTable jobs={jobs} /> : <NoJobs filtered={data.migrations.length > 0} />}</Card>
      <ProgressFromAddress actions={actions} />
    </div>
  )
}

/** Kept in the address, so that a filtered list can be linked. */
function StatusFilter({ value }: { value: string }) {
  const router = useRouter()
  const path = usePathname()
  return (
    <SelectField
      label="Status"
      className="max-w-48"
      value={value}
      onChange={(next) => router.replace(next === ANY ? path : `${path}?status=${next}`, { scroll: false })}
      options={[{ value: ANY, label: 'Any status' }, ...JOB_STATUSES.map((status) => ({ value: status, label: JOB_STATUS_WORDS[status].label }))]}
    />
  )
}

function NoJobs({ filtered }: { filtered: boolean }) {
  return (
    <EmptyState icon={<ListChecks />} title={filtered ? 'No job has this status' : 'No job yet'}>
      {filtered ? 'Choose another status above.' : 'Migrations of this project are listed here while they run and after they have ended.'}
    </EmptyState>
  )
}

function JobTable({ jobs }: { jobs: Migration[] }) {
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
          <JobRow key={job.id} job={job} />
        ))}
      </tbody>
    </Table>
  )
}

function JobRow({ job }: { job: Migration }) {
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
        <Link href={`?progress=${job.id}`} scroll={false} className="font-medium text-accent md:whitespace-nowrap hover:underline">
          View Details
        </Link>
      </Td>
    </Tr>
  )
}
