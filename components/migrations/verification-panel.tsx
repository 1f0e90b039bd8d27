'use client'
import { CircleAlert, CircleCheck, CircleSlash, LoaderCircle, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { counted } from '@/components/ui/number-format'
import { ProgressBar } from '@/components/ui/progress-bar'
import { clockTime } from '@/components/ui/time-format'
import { TimeText } from '@/components/ui/time-text'
import type { MigrationDetail } from '@/lib/contracts/console-api'
import type { VerificationFacts } from '@/lib/contracts/control-api'
import { refusalOf } from '@/lib/permissions/matrix'
import { DownloadReport } from './download-report'
import type { MigrationActions } from './migration-actions'
import { leftText } from './time-left-text'
import { useTimeLeft } from './use-time-left'
import { useVerificationActions } from './use-verification-actions'
import { VerificationCollections } from './verification-collections'
import { VerificationSamples } from './verification-samples'
import { comparedText, progressText, verdictOf, type Verdict } from './verification-words'

type Props = { detail: MigrationDetail; actions: MigrationActions }

/** The comparison of both sides: the running or the last one, and its buttons while the sync runs. */
export function VerificationPanel({ detail, actions }: Props) {
  const { migration, facts, dataPlaneProblem, factsAt, permissions } = detail
  const { press, problem, busy } = useVerificationActions(detail, actions)
  const last = facts?.verification ?? null
  const running = last?.state === 'running'
  const refusal = refusalFor(detail)
  const live = migration.stage === 'syncing'
  return (
    <div className="space-y-2.5">
      <div className="rounded-lg border bg-canvas">
        <div role="status" className="p-4">
          {last === null ? <NotYet live={live} /> : running ? <Running verification={last} at={factsAt ?? 0} away={dataPlaneProblem !== null} /> : <Ended verification={last} target={migration.target.name} />}
          {dataPlaneProblem !== null && (
            <p className="mt-2 text-xs text-warn">The data plane cannot be reached.{last !== null && factsAt !== null && ` This is what it said at ${clockTime(new Date(factsAt))}.`}</p>
          )}
        </div>
        {(live || (last !== null && !running)) && (
          <div className="flex flex-wrap items-center gap-2 border-t px-4 py-2.5">
            {live && !running && last !== null && last.differing > 0 && last.resynced === null && (
              <Button size="sm" variant="primary" busy={busy === 'resyncDifferences'} disabledReason={refusal} onClick={() => void press('resyncDifferences')}>
                Re-sync what differs
              </Button>
            )}
            {live && !running && (
              <Button size="sm" variant={last?.resynced != null ? 'primary' : 'secondary'} busy={busy === 'startVerification'} disabledReason={refusal} onClick={() => void press('startVerification')}>
                {last === null ? 'Verify now' : 'Verify again'}
              </Button>
            )}
            {live && running && (
              <Button size="sm" busy={busy === 'cancelVerification'} disabledReason={refusal} onClick={() => void press('cancelVerification')}>
                Cancel verification
              </Button>
            )}
            {last !== null && !running && (
              <DownloadReport migrationId={migration.id} refusal={permissions.includes('migration.verify') ? null : refusalOf('migration.verify')} />
            )}
          </div>
        )}
      </div>
      {problem && (
        <Banner tone="bad" live>
          {problem}
        </Banner>
      )}
      {last !== null && last.collections.length > 0 && <VerificationCollections verification={last} />}
      {last !== null && !running && last.differing > 0 && permissions.includes('migration.verify') && (
        <VerificationSamples migrationId={migration.id} verification={last} />
      )}
    </div>
  )
}

function refusalFor({ permissions, dataPlaneProblem, wanted }: MigrationDetail): string | null {
  if (!permissions.includes('migration.verify')) return refusalOf('migration.verify')
  if (wanted !== 'run') return 'The data sync is being stopped or canceled.'
  return dataPlaneProblem === null ? null : 'The data plane cannot be reached just now.'
}

function NotYet({ live }: { live: boolean }) {
  return (
    <p className="text-sm text-soft">
      {live
        ? 'Every entity of both sides is compared by value while writes go on. This begins by itself once the lag is under 10 seconds.'
        : 'Both sides were not compared.'}
    </p>
  )
}

function Running({ verification, at, away }: { verification: VerificationFacts; at: number; away: boolean }) {
  const { compared, total, timeLeftMs, trigger, startedAt, differing } = verification
  const left = useTimeLeft({ at, leftMs: timeLeftMs })
  return (
    <div className="space-y-2">
      <p className="flex items-center gap-2 text-sm font-medium">
        <LoaderCircle aria-hidden className={cn('size-4 text-accent', !away && 'animate-spin')} />
        Comparing both sides
      </p>
      <ProgressBar value={compared} max={Math.max(total, compared)} label="Entities compared" />
      {/* The figures change each second; read out, they would talk without end. */}
      <div aria-live="off" className="figures flex flex-wrap justify-between gap-x-4 text-xs text-soft">
        <p>{progressText(verification)}</p>
        <p>{leftText(left)}</p>
      </div>
      {differing > 0 && <p className="text-xs text-bad">Found so far: {counted(differing, 'entity that differs', 'entities that differ')}.</p>}
      <p className="text-xs text-faint">
        Begun {trigger === 'automatic' ? 'by itself' : 'by a user'} <TimeText at={startedAt} />. Applications go on writing; what they change meanwhile is looked at again.
      </p>
    </div>
  )
}

const ICONS: Record<Verdict['tone'], ReactNode> = {
  ok: <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-ok" />,
  warn: <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />,
  bad: <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />,
  neutral: <CircleSlash aria-hidden className="mt-0.5 size-4 shrink-0 text-soft" />,
}

function Ended({ verification, target }: { verification: VerificationFacts; target: string }) {
  const verdict = verdictOf(verification)
  return (
    <div className="flex gap-2.5">
      {ICONS[verdict.tone]}
      <div className="min-w-0 space-y-1">
        <p className="text-sm font-medium">{verdict.title}</p>
        <p className="text-sm text-soft">{verdict.meaning}</p>
        <p className="text-xs text-faint">
          {verification.state === 'completed' && `${comparedText(verification)} compared by value with ${target}, `}
          {verification.state === 'completed' ? 'finished' : 'Ended'} {verification.endedAt !== null && <TimeText at={verification.endedAt} />}
          {verification.state === 'completed' && ' while writes went on'}.{verification.trigger === 'automatic' && ' It was begun by the migration itself.'}
        </p>
      </div>
    </div>
  )
}
