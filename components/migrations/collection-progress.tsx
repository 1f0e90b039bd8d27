import { ChevronRight } from 'lucide-react'
import { Badge, type Tone } from '@/components/ui/badge'
import { wholeNumber } from '@/components/ui/number-format'
import { ProgressBar } from '@/components/ui/progress-bar'
import type { CollectionFacts } from '@/lib/contracts/control-api'

const STATES: Record<CollectionFacts['state'], { label: string; tone: Tone }> = {
  waiting: { label: 'Waiting', tone: 'neutral' },
  copying: { label: 'Copying', tone: 'info' },
  copied: { label: 'Copied', tone: 'ok' },
  dropped: { label: 'Dropped', tone: 'neutral' },
}

const ORDER: CollectionFacts['state'][] = ['copying', 'waiting', 'copied', 'dropped']

type Props = { collections: CollectionFacts[]; summary: string; open: boolean }

export function CollectionProgress({ collections, summary, open }: Props) {
  const sorted = [...collections].sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || label(a).localeCompare(label(b)))
  return (
    // Keyed by whether the copy runs, so that the list folds by itself when it is done.
    <details key={String(open)} open={open} className="group rounded-lg border">
      <summary className="flex h-9 list-none items-center gap-2 px-3 text-sm font-medium">
        <ChevronRight aria-hidden className="size-4 text-faint transition-transform group-open:rotate-90" />
        <span className="figures">{summary}</span>
      </summary>
      <ul className="max-h-64 divide-y overflow-y-auto border-t" aria-label="Collections">
        {sorted.map((collection) => (
          <Row key={label(collection)} collection={collection} />
        ))}
      </ul>
    </details>
  )
}

function label({ database, name }: CollectionFacts): string {
  return database === 'default' || database === '' ? name : `${database}.${name}`
}

function Row({ collection }: { collection: CollectionFacts }) {
  const total = Math.max(collection.total, collection.copied)
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 px-3 py-2 text-sm sm:grid-cols-[minmax(0,1fr)_8rem_13rem_5.5rem]">
      <span className="truncate font-mono text-xs" title={label(collection)}>
        {label(collection)}
      </span>
      <ProgressBar value={collection.state === 'copied' ? 1 : collection.copied} max={collection.state === 'copied' ? 1 : total} label={`${label(collection)} copied`} className="max-sm:hidden" />
      <span className="figures text-xs text-soft sm:text-right">
        {/* How many there are is known when its copy begins. */}
        {collection.state === 'waiting' && total === 0 ? '–' : `${wholeNumber(collection.copied)} of ${wholeNumber(total)}`}
        {collection.state === 'copying' && ` · ${wholeNumber(collection.ratePerS)}/s`}
      </span>
      <span className="justify-self-end max-sm:col-start-2 max-sm:row-start-1">
        <Badge tone={STATES[collection.state].tone}>{STATES[collection.state].label}</Badge>
      </span>
    </li>
  )
}
