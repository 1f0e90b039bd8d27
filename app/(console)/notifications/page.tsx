import type { Metadata } from 'next'
import { Suspense } from 'react'
import { markNotificationsRead } from '@/app/actions/notifications'
import { NotificationList } from '@/components/notifications/notification-list'
import { Prefetched } from '@/components/shell/prefetched'
import { PageHeader } from '@/components/ui/page-header'
import { requireUser } from '@/lib/auth/session'
import { keys } from '@/lib/queries/keys'
import { askedNotifications, readNotifications } from '@/lib/read/notifications'

export const metadata: Metadata = { title: 'Notifications' }

export default async function NotificationsPage({ searchParams }: PageProps<'/notifications'>) {
  const user = await requireUser()
  const { page, show } = await searchParams
  const asked = askedNotifications(new URLSearchParams({ page: String(page ?? 1), show: String(show ?? 'all') }))
  return (
    <Prefetched reads={[{ queryKey: keys.notifications.list(asked.page, asked.show), read: () => readNotifications(user, asked) }]}>
      <PageHeader title="Notifications" description="What your migrations had to say. Choose in Account what you are told." />
      <Suspense>
        <NotificationList markRead={markNotificationsRead} />
      </Suspense>
    </Prefetched>
  )
}
