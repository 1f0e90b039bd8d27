'use client'
import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { Badge, type Tone } from '@/components/ui/badge'
import { wholeNumber } from '@/components/ui/number-format'
import { ProgressBar } from '@/components/ui/progress-bar'
import { controlStyle } from '@/components/ui/text-field'
import type { CollectionFacts } from '@/lib/contracts/control-api'
import { collectionLabel as label, orderedCollections } from './collection-order'

const STATES: Record<CollectionFacts['state'], { label: string; tone: Tone }> = {
  waiting: { label: 'Waiting', tone: 'neutral' },
  copying: { label: 'Copying', tone: 'info' },
  copied: { label: 'Copied', tone: 'ok' },
  dropped: { label: 'Dropped', tone: 'neutral' },
}

/** More are found by typing a part of their name. */
const SHOWN = 100
/** A list this long is worth a search field. */
const SEARCH_FROM = 12

type Props = { collections: CollectionFacts[]; summary: string; open: boolean }

export function CollectionProgress({ collections, summary, open }: Props) {
  const [typed, setTyped] = useState('')
  const found = orderedCollections(collections, typed)
  return (
    // Keyed by whether the copy runs, so that the list folds by itself when it is done.
    <details key={String(open)} open={open} className="group rounded-lg border">
      <summary className="flex h-9 list-none items-center gap-2 px-3 text-sm font-medium">
        <ChevronRight aria-hidden className="size-4 text-faint transition-transform group-open:rotate-90" />
        <span className="figures">{summary}</span>
      </summary>
      {collections.length >= SEARCH_FROM && (
        <div className="border-t p-2">
          <input type="search" aria-label="Find a collection" placeholder="Find a collection" value={typed} onChange={(event) => setTyped(event.target.value)} className={controlStyle} />
        </div>
      )}
      <ul className="max-h-64 divide-y overflow-y-auto border-t" aria-label="Collections" tabIndex={0}>
        {found.slice(0, SHOWN).map((collection) => (
          <Row key={label(collection)} collection={collection} />
        ))}
        {found.length === 0 && <li className="px-3 py-2 text-sm text-soft">{collections.length === 0 ? 'The source has no collection.' : 'No collection has this in its name.'}</li>}
        {found.length > SHOWN && <li className="px-3 py-2 text-xs text-faint">{wholeNumber(found.length - SHOWN)} more; type a part of a name to find one.</li>}
      </ul>
    </details>
  )
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
