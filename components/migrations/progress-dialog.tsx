'use client'
import { Badge } from '@/components/ui/badge'
import { Banner } from '@/components/ui/banner'
import { Dialog } from '@/components/ui/dialog'
import { ErrorState } from '@/components/ui/error-state'
import { Skeleton } from '@/components/ui/skeleton'
import { StaleNote } from '@/components/ui/stale-note'
import { clockTime } from '@/components/ui/time-format'
import type { MigrationDetail } from '@/lib/contracts/console-api'
import { useMigration } from '@/lib/queries/migration'
import { announcement } from './announcement'
import { CancelMigration } from './cancel-migration'
import { EndedBanner } from './ended-banner'
import { EventList } from './event-list'
import type { MigrationActions } from './migration-actions'
import { MigrationFactsList } from './migration-facts'
import { ProgressSteps } from './progress-steps'
import { JOB_STATUS_WORDS } from './stage-words'

type Props = { migrationId: string; actions: MigrationActions; onClose: () => void }

/** Everything about one migration; may be closed and opened again at any time. */
export function ProgressDialog({ migrationId, actions, onClose }: Props) {
  const { data, error, refetch, dataUpdatedAt } = useMigration(migrationId)
  const status = data && JOB_STATUS_WORDS[data.migration.jobStatus]
  return (
    <Dialog
      open
      size="lg"
      steady
      onOpenChange={(open) => !open && onClose()}
      title="Migration Progress"
      aside={status && <Badge tone={status.tone} mark live={status.live ?? false}>{status.label}</Badge>}
      description={data ? <Ends detail={data} /> : 'Zero Downtime Migration'}
      notice={data && <FactsBanner detail={data} />}
      footer={data && <CancelMigration detail={data} cancelMigration={actions.cancelMigration} onClose={onClose} />}
    >
      {data ? (
        <div className="space-y-4">
          {error && <StaleNote at={dataUpdatedAt} error={error} />}
          <Body detail={data} actions={actions} />
        </div>
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} what="This migration" />
      ) : (
        <Loading />
      )}
    </Dialog>
  )
}

function Body({ detail, actions }: { detail: MigrationDetail; actions: MigrationActions }) {
  const { migration, facts, caughtUp } = detail
  return (
    <>
      <p className="sr-only" aria-live="polite">
        {announcement(migration.stage, facts, caughtUp)}
      </p>
      <EndedBanner detail={detail} />
      <ProgressSteps detail={detail} actions={actions} />
      <MigrationFactsList detail={detail} />
      <EventList events={detail.events} open={migration.stage === 'failed'} />
    </>
  )
}

function Ends({ detail: { migration } }: { detail: MigrationDetail }) {
  return (
    <span className="break-words">
      {migration.source.name} <span aria-hidden>→</span>
      <span className="sr-only">to</span> {migration.target.name}
    </span>
  )
}

/** What keeps the figures from moving, if anything does. */
function FactsBanner({ detail: { dataPlaneProblem, factsAt, facts } }: { detail: MigrationDetail }) {
  if (dataPlaneProblem !== null) {
    return (
      <Banner tone="warn" live title={factsAt === null ? 'Data plane unreachable' : `Data plane unreachable, showing last facts of ${clockTime(new Date(factsAt))}`}>
        {dataPlaneProblem}
      </Banner>
    )
  }
  if (facts?.condition.kind !== 'blocked') return null
  return (
    <Banner tone="warn" live title="Waiting">
      {facts.condition.reason}
    </Banner>
  )
}

function Loading() {
  return (
    <div role="status" aria-label="Loading" className="space-y-4">
      <Skeleton className="h-32" />
      <Skeleton className="h-16" />
      <Skeleton className="h-16" />
    </div>
  )
}
