'use client'
import { BellOff, CheckCheck } from 'lucide-react'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { addressWith } from '@/components/ui/address'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { Pager } from '@/components/ui/pager'
import { SelectField } from '@/components/ui/select-field'
import { SkeletonRows } from '@/components/ui/skeleton'
import { StaleNote } from '@/components/ui/stale-note'
import { NOTIFICATIONS_PER_PAGE } from '@/lib/contracts/console-api'
import { useNotifications } from '@/lib/queries/notifications'
import { NotificationEntry } from './notification-entry'
import { useMarkRead, type MarkRead } from './use-mark-read'

const SHOW = [
  { value: 'all', label: 'All' },
  { value: 'unread', label: 'Unread' },
]

/** Every notification of the person who is signed in; page and filter stand in the address. */
export function NotificationList({ markRead }: { markRead: MarkRead }) {
  const params = useSearchParams()
  const router = useRouter()
  const path = usePathname()
  const page = Math.max(1, Math.trunc(Number(params.get('page'))) || 1)
  const show = params.get('show') === 'unread' ? 'unread' : 'all'
  const { data, error, dataUpdatedAt, refetch } = useNotifications(page, show)
  const read = useMarkRead(markRead)
  const goTo = (changes: Record<string, string | null>) => router.replace(addressWith(path, params, changes), { scroll: false })
  const unread = data?.unread ?? 0
  return (
    <div className="max-w-3xl space-y-4">
      {data && error && <StaleNote at={dataUpdatedAt} error={error} />}
      <div className="flex flex-wrap items-end justify-between gap-3">
        <SelectField label="Show" options={SHOW} value={show} onChange={(value) => goTo({ show: value === 'all' ? null : value, page: null })} className="w-40" />
        <Button disabledReason={data && unread === 0 ? 'Everything is read.' : null} onClick={() => void read([])}>
          <CheckCheck aria-hidden />
          Mark all as read
        </Button>
      </div>
      <Card className="overflow-hidden">
        {!data && (error ? <ErrorState error={error} what="Your notifications" onRetry={() => void refetch()} /> : <SkeletonRows rows={6} className="h-18" />)}
        {data?.notifications.length === 0 && (
          <EmptyState icon={<BellOff />} title={show === 'unread' ? 'Everything is read' : 'No notifications yet'}>
            You are told here when a migration needs you or has ended.
          </EmptyState>
        )}
        <ul className="divide-y">
          {data?.notifications.map((entry) => <NotificationEntry key={entry.id} entry={entry} onFollow={() => void (entry.read || read([entry.id]))} />)}
        </ul>
      </Card>
      {data && data.total > 0 && <Pager page={page} perPage={NOTIFICATIONS_PER_PAGE} total={data.total} what="notifications" onPage={(next) => goTo({ page: String(next) })} />}
    </div>
  )
}
