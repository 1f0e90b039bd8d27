'use client'
import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { buttonStyle } from '@/components/ui/button-style'
import { TimeText } from '@/components/ui/time-text'
import { MIGRATION_EVENT_KINDS, type MigrationDetail, type MigrationEventKind } from '@/lib/contracts/console-api'
import { EVENT_KIND_WORDS } from './stage-words'

type Kind = MigrationEventKind | 'any'

/** What happened, newest first; one kind of it where one is chosen. */
export function EventList({ events, open }: { events: MigrationDetail['events']; open?: boolean }) {
  const [kind, setKind] = useState<Kind>('any')
  if (events.length === 0) return null
  const kinds = MIGRATION_EVENT_KINDS.filter((one) => events.some((event) => event.kind === one))
  const shown = events.filter((event) => kind === 'any' || event.kind === kind)
  return (
    <details className="group rounded-lg border" open={open}>
      <summary className="flex h-9 list-none items-center gap-2 px-3 text-sm font-medium">
        <ChevronRight aria-hidden className="size-4 text-faint transition-transform group-open:rotate-90" />
        Events
      </summary>
      {kinds.length > 1 && (
        <div role="group" aria-label="Kind of event" className="flex flex-wrap gap-1.5 border-t px-3 py-2">
          {(['any', ...kinds] as const).map((one) => (
            <button key={one} type="button" aria-pressed={kind === one} onClick={() => setKind(one)} className={buttonStyle({ size: 'sm', variant: kind === one ? 'secondary' : 'ghost' })}>
              {one === 'any' ? 'All' : EVENT_KIND_WORDS[one]}
            </button>
          ))}
        </div>
      )}
      <ol className="max-h-56 divide-y overflow-y-auto border-t" aria-label="Events" tabIndex={0}>
        {shown.map((event, index) => (
          <li key={`${event.at} ${event.message} ${shown.length - index}`} className="flex justify-between gap-4 px-3 py-2 text-sm">
            <span className="min-w-0 break-words">
              <span className="sr-only">{EVENT_KIND_WORDS[event.kind]}: </span>
              {event.message}
            </span>
            <span className="shrink-0 text-xs text-faint">
              <TimeText at={event.at} />
            </span>
          </li>
        ))}
        {shown.length === 0 && <li className="px-3 py-2 text-sm text-soft">No event of this kind.</li>}
      </ol>
    </details>
  )
}
