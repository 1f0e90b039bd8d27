import Link from 'next/link'
import { Badge } from '@/components/ui/badge'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { TimeText } from '@/components/ui/time-text'
import type { Migration, MigrationEnd } from '@/lib/contracts/console-api'
import { JOB_STATUS_WORDS } from './stage-words'
import { migrationSummary } from './migration-summary'

export function MigrationTable({ migrations }: { migrations: Migration[] }) {
  return (
    <Table label="Migrations" className="min-w-180">
      <thead>
        <tr>
          <Th>Source and target</Th>
          <Th>Status</Th>
          <Th>Started</Th>
          <Th>Ended</Th>
          <Th>Created By</Th>
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
        <p className="max-w-88 truncate text-xs text-soft" title={migration.failure?.message}>
          {migrationSummary(migration)}
        </p>
      </Td>
      <Td>
        <JobBadge migration={migration} />
      </Td>
      <Td className="text-soft">
        <TimeText at={migration.startedAt} />
      </Td>
      <Td className="text-soft">{migration.endedAt === null ? '–' : <TimeText at={migration.endedAt} />}</Td>
      <Td className="text-soft">{migration.createdBy}</Td>
      <Td className="text-right">
        <Link href={`/projects/${migration.source.projectId}/migrations?progress=${migration.id}`} className="text-sm font-medium whitespace-nowrap text-accent hover:underline">
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
