'use client'
import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { ErrorState } from '@/components/ui/error-state'
import { counted } from '@/components/ui/number-format'
import { SkeletonRows } from '@/components/ui/skeleton'
import type { Difference, VerificationFacts } from '@/lib/contracts/control-api'
import { useVerificationReport } from '@/lib/queries/verification-report'
import { collectionName, DIFFERENCE_WORDS } from './verification-words'

/** More than these are for the report. */
const MOST_SHOWN = 100

type Props = { migrationId: string; verification: VerificationFacts }

/** Which entities differ, as samples; asked for when it is opened. */
export function VerificationSamples({ migrationId, verification }: Props) {
  const [opened, setOpened] = useState(false)
  return (
    <details className="group rounded-lg border" onToggle={(event) => setOpened(event.currentTarget.open)}>
      <summary className="flex h-9 list-none items-center gap-2 px-3 text-sm font-medium">
        <ChevronRight aria-hidden className="size-4 text-faint transition-transform group-open:rotate-90" />
        Which entities differ
      </summary>
      {opened && <Samples migrationId={migrationId} startedAt={verification.startedAt} differing={verification.differing} />}
    </details>
  )
}

function Samples({ migrationId, startedAt, differing }: { migrationId: string; startedAt: number; differing: number }) {
  const { data, error, refetch } = useVerificationReport(migrationId, startedAt)
  if (data === undefined) {
    return <div className="border-t">{error ? <ErrorState error={error} onRetry={() => void refetch()} what="The samples" /> : <SkeletonRows rows={2} className="h-9" />}</div>
  }
  const shown = data.samples.slice(0, MOST_SHOWN)
  return (
    <>
      <ul aria-label="Entities that differ" className="max-h-64 divide-y overflow-y-auto border-t text-xs">
        {shown.map((sample) => (
          <Sample key={`${collectionName({ database: sample.database, name: sample.collection })} ${sample.partition} ${sample.key} ${sample.kind}`} sample={sample} />
        ))}
      </ul>
      <p className="border-t px-3 py-2 text-xs text-faint">
        {shown.length < differing ? `${shown.length} of ${counted(differing, 'entity', 'entities')}; the report has up to 1,000. ` : ''}
        Keys and field names only: values never leave the clusters.
      </p>
    </>
  )
}

function Sample({ sample }: { sample: Difference }) {
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 px-3 py-2">
      <span className="min-w-0">
        <code className="block truncate font-mono" title={sample.key}>
          {sample.key}
        </code>
        <span className="block truncate text-soft">
          {collectionName({ database: sample.database, name: sample.collection })}
          {sample.partition !== '' && ` · ${sample.partition}`}
        </span>
      </span>
      <span className="max-w-60 text-right">
        <span className="block text-bad">{DIFFERENCE_WORDS[sample.kind]}</span>
        {sample.fields.length > 0 && <code className="block font-mono break-words text-soft">{sample.fields.join(', ')}</code>}
      </span>
    </li>
  )
}
