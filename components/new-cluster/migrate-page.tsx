'use client'
import { ArrowRightLeft } from 'lucide-react'
import Link from 'next/link'
import { buttonStyle } from '@/components/ui/button-style'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { Skeleton } from '@/components/ui/skeleton'
import { useWizard } from '@/lib/queries/wizard'
import { MigrateForm, type StartMigration } from './migrate-form'

type Props = { projectId: string; sourceId: string | null; startMigration: StartMigration }

export function MigratePage({ projectId, sourceId, startMigration }: Props) {
  const { data, error, refetch } = useWizard(sourceId ?? '')
  if (data === undefined) {
    if (error) return <Card><ErrorState error={error} onRetry={() => void refetch()} what="The form" /></Card>
    return <Skeleton className="h-120 rounded-lg" />
  }
  const source = data.sources.find((entry) => entry.cluster.id === sourceId)
  if (source) return <MigrateForm projectId={projectId} source={source} embedded={data.embedded} startMigration={startMigration} />
  return (
    <Card>
      <EmptyState
        icon={<ArrowRightLeft />}
        title="Choose a source cluster first"
        actions={
          <Link href={`/projects/${projectId}?migrate=1`} className={buttonStyle({ variant: 'primary' })}>
            Choose a source cluster
          </Link>
        }
      >
        The address of this page names no cluster that you may migrate.
      </EmptyState>
    </Card>
  )
}
