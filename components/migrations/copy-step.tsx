'use client'
import { LoaderCircle } from 'lucide-react'
import { counted, wholeNumber } from '@/components/ui/number-format'
import { ProgressBar } from '@/components/ui/progress-bar'
import type { MigrationDetail } from '@/lib/contracts/console-api'
import type { MigrationFacts } from '@/lib/contracts/control-api'
import { CollectionProgress } from './collection-progress'
import type { StepState } from './stage-words'
import { leftText } from './time-left-text'
import { useTimeLeft } from './use-time-left'

export function CopyStep({ detail: { migration, facts, factsAt }, state }: { detail: MigrationDetail; state: StepState }) {
  if (facts === null || migration.stage === 'preparing') {
    return state === 'active' ? <Preparing target={migration.target.name} /> : null
  }
  // Facts of a migration that was taken up again may know that the copy ended, but not what it was.
  if (state === 'done' && facts.collections.length === 0) return <p className="text-sm text-soft">The existing data is migrated.</p>
  return (
    <div className="mt-1 space-y-3">
      {state !== 'done' && <Running copy={facts.copy} at={factsAt ?? 0} active={state === 'active'} />}
      <CollectionProgress collections={facts.collections} summary={summary(facts, state)} open={state === 'active'} />
    </div>
  )
}

function Preparing({ target }: { target: string }) {
  return (
    <p className="mt-1 flex items-center gap-2 text-sm text-soft">
      <LoaderCircle aria-hidden className="size-4 animate-spin text-accent" />
      Creating {target}, checking the source and starting to capture its writes.
    </p>
  )
}

function summary({ copy, collections }: MigrationFacts, state: StepState): string {
  const count = counted(collections.length, 'collection')
  return state === 'done' ? `${counted(copy.copied, 'entity', 'entities')} in ${count} migrated` : count
}

function Running({ copy, at, active }: { copy: MigrationFacts['copy']; at: number; active: boolean }) {
  const left = useTimeLeft({ at, leftMs: copy.timeLeftMs })
  // The total is an estimate: a source that is written to may turn out to hold more.
  const total = Math.max(copy.total, copy.copied)
  const percent = total > 0 ? Math.floor((copy.copied / total) * 100) : 0
  return (
    <div className="space-y-2 rounded-lg border bg-canvas p-4">
      <div className="figures flex items-baseline justify-between gap-4">
        <p className="text-sm">
          <span className="text-xl font-semibold">{wholeNumber(copy.copied)}</span>
          <span className="text-soft"> of {wholeNumber(total)} entities</span>
        </p>
        <p className="text-sm font-medium">{percent} %</p>
      </div>
      <ProgressBar value={copy.copied} max={total} label="Entities copied" tone={active ? 'accent' : 'bad'} />
      {active && (
        <div className="figures flex min-h-5 flex-wrap justify-between gap-x-4 text-sm text-soft">
          <p>{wholeNumber(copy.ratePerS)} entities per second</p>
          <p>{leftText(left)}</p>
        </div>
      )}
    </div>
  )
}
