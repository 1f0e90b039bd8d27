import { ChevronRight } from 'lucide-react'
import { TimeText } from '@/components/ui/time-text'
import type { MigrationDetail } from '@/lib/contracts/console-api'

export function EventList({ events }: { events: MigrationDetail['events'] }) {
  if (events.length === 0) return null
  return (
    <details className="group rounded-lg border">
      <summary className="flex h-9 list-none items-center gap-2 px-3 text-sm font-medium">
        <ChevronRight aria-hidden className="size-4 text-faint transition-transform group-open:rotate-90" />
        Events
      </summary>
      <ol className="max-h-56 divide-y overflow-y-auto border-t" aria-label="Events">
        {events.map((event) => (
          <li key={`${event.at} ${event.message}`} className="flex justify-between gap-4 px-3 py-2 text-sm">
            <span className="min-w-0 break-words">{event.message}</span>
            <span className="shrink-0 text-xs text-faint">
              <TimeText at={event.at} />
            </span>
          </li>
        ))}
      </ol>
    </details>
  )
}
