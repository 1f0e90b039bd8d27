'use client'
import Link from 'next/link'
import { cn } from '@/components/ui/cn'
import { TimeText } from '@/components/ui/time-text'
import type { Notification } from '@/lib/contracts/console-api'

/** One notification; it leads to what it is about and is read then. */
export function NotificationEntry({ entry, onFollow }: { entry: Notification; onFollow: () => void }) {
  const body = (
    <>
      <span className="flex items-baseline justify-between gap-3">
        <span className={cn('text-sm', !entry.read && 'font-semibold')}>
          {!entry.read && <span className="sr-only">Unread: </span>}
          {entry.title}
        </span>
        <span className="shrink-0 text-xs text-faint">
          <TimeText at={entry.at} />
        </span>
      </span>
      <span className="mt-0.5 block text-sm text-soft">{entry.body}</span>
    </>
  )
  const look = 'block px-4 py-3'
  return (
    <li className={entry.read ? undefined : 'bg-accent-soft/50'}>
      {entry.href ? (
        <Link href={entry.href} onClick={onFollow} className={cn(look, '-outline-offset-2 hover:bg-sunken')}>
          {body}
        </Link>
      ) : (
        <div className={look}>{body}</div>
      )}
    </li>
  )
}
