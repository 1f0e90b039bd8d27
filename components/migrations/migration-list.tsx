'use client'
import { ArrowRightLeft } from 'lucide-react'
import Link from 'next/link'
import { buttonStyle } from '@/components/ui/button-style'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { SkeletonRows } from '@/components/ui/skeleton'
import { StaleNote } from '@/components/ui/stale-note'
import { useMigrations } from '@/lib/queries/migrations'
import { MigrationTable } from './migration-table'
import { ProgressFromAddress } from './progress-from-address'
import type { MigrationActions } from './migration-actions'

type Props = { projectId: string; actions: MigrationActions; clusterId?: string }

/** The migrations of a project, or those of one of its clusters. */
export function MigrationList({ projectId, actions, clusterId }: Props) {
  const { data, error, refetch, dataUpdatedAt } = useMigrations(projectId)
  if (data === undefined) {
    return <Card>{error ? <ErrorState error={error} onRetry={() => void refetch()} what="The migrations" /> : <SkeletonRows rows={3} className="h-15" />}</Card>
  }
  const migrations = data.migrations.filter(({ source, target }) => clusterId === undefined || source.id === clusterId || target.id === clusterId)
  return (
    <div className="space-y-3">
      {error && <StaleNote at={dataUpdatedAt} error={error} />}
      <Card className="overflow-hidden">{migrations.length > 0 ? <MigrationTable migrations={migrations} /> : <NoMigrations />}</Card>
      {clusterId === undefined && <ProgressFromAddress actions={actions} />}
    </div>
  )
}

function NoMigrations() {
  return (
    <EmptyState
      icon={<ArrowRightLeft />}
      title="No migration yet"
      actions={
        <Link href="?migrate=1" scroll={false} className={buttonStyle({ variant: 'primary' })}>
          Start a migration
        </Link>
      }
    >
      A zero downtime migration copies a running cluster to a new one, follows every write while applications go on, and lets you choose the
      moment to switch. You need a running source cluster and the role Organization Owner or Project Admin.
    </EmptyState>
  )
}
