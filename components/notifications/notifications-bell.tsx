'use client'
import { Bell } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Popover } from '@/components/ui/popover'
import { useNewestNotifications } from '@/lib/queries/notifications'
import { NotificationEntry } from './notification-entry'
import { useMarkRead, type MarkRead } from './use-mark-read'

/** More is on the page. */
const SHOWN = 8

export function NotificationsBell({ markRead }: { markRead: MarkRead }) {
  const { data } = useNewestNotifications()
  const read = useMarkRead(markRead)
  const [open, setOpen] = useState(false)
  const unread = data?.unread ?? 0

  return (
    <Popover
      label="Notifications"
      open={open}
      onOpenChange={setOpen}
      className="max-h-[70dvh] w-[min(24rem,calc(100vw-1rem))]"
      trigger={
        <Button variant="ghost" size="icon" aria-label={unread > 0 ? `Notifications, ${unread} unread` : 'Notifications'} className="relative">
          <Bell aria-hidden />
          {unread > 0 && (
            <span aria-hidden className="figures absolute -top-0.5 -right-0.5 grid h-4.5 min-w-4.5 place-items-center rounded-full bg-bad px-1 text-xs leading-none font-semibold text-surface ring-2 ring-surface">
              {unread > 99 ? '99+' : unread}
            </span>
          )}
        </Button>
      }
    >
      <div className="flex min-h-11 items-center justify-between gap-3 border-b px-4 py-1.5">
        <h2 className="text-sm font-semibold">Notifications</h2>
        {unread > 0 && (
          <Button variant="ghost" size="sm" className="-mr-2" onClick={() => void read([])}>
            Mark all as read
          </Button>
        )}
      </div>
      <ul className="divide-y overflow-y-auto">
        {data?.notifications.slice(0, SHOWN).map((entry) => (
          <NotificationEntry
            key={entry.id}
            entry={entry}
            onFollow={() => {
              setOpen(false)
              if (!entry.read) void read([entry.id])
            }}
          />
        ))}
      </ul>
      {data?.notifications.length === 0 && (
        <p className="px-4 py-6 text-center text-sm text-soft">Nothing yet. You will be told here when a migration needs you.</p>
      )}
      <Link href="/notifications" onClick={() => setOpen(false)} className="border-t px-4 py-2.5 text-center text-sm font-medium text-accent -outline-offset-2 hover:bg-sunken">
        All notifications
      </Link>
    </Popover>
  )
}
