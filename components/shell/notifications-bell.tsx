'use client'
import { useQueryClient } from '@tanstack/react-query'
import { Bell } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { Popover } from '@/components/ui/popover'
import { TimeText } from '@/components/ui/time-text'
import type { Notification } from '@/lib/contracts/console-api'
import type { ActionResult } from '@/lib/contracts/console-requests'
import { keys } from '@/lib/queries/keys'
import { useNotifications } from '@/lib/queries/notifications'

type Props = { markRead: (input: { ids: string[] }) => Promise<ActionResult<unknown>> }

export function NotificationsBell({ markRead }: Props) {
  const { data } = useNotifications()
  const queries = useQueryClient()
  const [open, setOpen] = useState(false)
  const unread = data?.unread ?? 0

  async function change(next: boolean) {
    setOpen(next)
    const ids = data?.notifications.filter((entry) => !entry.read).map((entry) => entry.id) ?? []
    if (next || ids.length === 0) return
    await markRead({ ids })
    await queries.invalidateQueries({ queryKey: keys.notifications.root })
  }

  return (
    <Popover
      label="Notifications"
      open={open}
      onOpenChange={(next) => void change(next)}
      className="max-h-[70dvh] w-[min(24rem,calc(100vw-1rem))]"
      trigger={
        <Button variant="ghost" size="icon" aria-label={unread > 0 ? `Notifications, ${unread} unread` : 'Notifications'} className="relative">
          <Bell aria-hidden />
          {unread > 0 && <span aria-hidden className="absolute top-1.5 right-1.5 size-2 rounded-full bg-bad-mark ring-2 ring-surface" />}
        </Button>
      }
    >
      <h2 className="border-b px-4 py-2.5 text-sm font-semibold">Notifications</h2>
      <ul className="divide-y overflow-y-auto">
        {data?.notifications.map((entry) => <Entry key={entry.id} entry={entry} onFollow={() => void change(false)} />)}
      </ul>
      {data?.notifications.length === 0 && (
        <p className="px-4 py-6 text-center text-sm text-soft">Nothing yet. You will be told here when a migration needs you.</p>
      )}
    </Popover>
  )
}

function Entry({ entry, onFollow }: { entry: Notification; onFollow: () => void }) {
  const body = (
    <>
      <span className="flex items-baseline justify-between gap-3">
        <span className={cn('text-sm', !entry.read && 'font-semibold')}>{entry.title}</span>
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
