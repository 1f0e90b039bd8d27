import Link from 'next/link'
import { Badge } from '@/components/ui/badge'
import { Table, Td, Th, Tr, WIDE_ONLY } from '@/components/ui/table'
import { TimeText } from '@/components/ui/time-text'
import type { Migration, MigrationEnd } from '@/lib/contracts/console-api'
import { JOB_STATUS_WORDS } from './stage-words'
import { migrationSummary } from './migration-summary'
import { VerificationLine } from './verification-line'

export function MigrationTable({ migrations }: { migrations: Migration[] }) {
  return (
    <Table label="Migrations">
      <thead>
        <tr>
          <Th>Source and target</Th>
          <Th>Status</Th>
          <Th className={WIDE_ONLY}>Started</Th>
          <Th className={WIDE_ONLY}>Ended</Th>
          <Th className={WIDE_ONLY}>Created By</Th>
          <Th>
            <span className="sr-only">Actions</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {migrations.map((migration) => (
          <Row key={migration.id} migration={migration} />
        ))}
      </tbody>
    </Table>
  )
}

function Row({ migration }: { migration: Migration }) {
  return (
    <Tr>
      <Td>
        <EndLink end={migration.source} /> <span aria-hidden className="text-faint">→</span> <EndLink end={migration.target} />
        <p className="line-clamp-2 max-w-88 text-xs text-soft" title={migration.failure?.message}>
          {migrationSummary(migration)}
        </p>
        <VerificationLine migration={migration} />
        <p className="text-xs text-faint md:hidden">
          Started <TimeText at={migration.startedAt} />
        </p>
      </Td>
      <Td>
        <JobBadge migration={migration} />
      </Td>
      <Td className={`${WIDE_ONLY} text-soft`}>
        <TimeText at={migration.startedAt} />
      </Td>
      <Td className={`${WIDE_ONLY} text-soft`}>{migration.endedAt === null ? '–' : <TimeText at={migration.endedAt} />}</Td>
      <Td className={`${WIDE_ONLY} text-soft`}>{migration.createdBy}</Td>
      <Td className="text-right">
        <Link href={`/projects/${migration.source.projectId}/migrations?progress=${migration.id}`} className="text-sm font-medium text-accent hover:underline md:whitespace-nowrap">
          View Progress
        </Link>
      </Td>
    </Tr>
  )
}

export function JobBadge({ migration }: { migration: Migration }) {
  const words = JOB_STATUS_WORDS[migration.jobStatus]
  return (
    <Badge tone={words.tone} mark live={words.live ?? false} title={migration.failure?.message}>
      {words.label}
    </Badge>
  )
}

export function EndLink({ end }: { end: MigrationEnd }) {
  if (end.deleted) return <span className="text-faint line-through">{end.name}</span>
  return (
    <Link href={`/projects/${end.projectId}/clusters/${end.id}`} className="font-medium hover:text-accent hover:underline">
      {end.name}
    </Link>
  )
}
