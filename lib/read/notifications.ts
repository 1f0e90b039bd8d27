import type { z } from 'zod'
import type { NotificationList } from '../contracts/console-api.ts'
import { NOTIFICATIONS_PER_PAGE } from '../contracts/console-api.ts'
import { db } from '../db/client.ts'
import type { SessionUser } from '../permissions/access.ts'

type Asked = { page: number; show: 'all' | 'unread' }

/** What the address asks for; the first page of all where it says nothing that makes sense. */
export function askedNotifications(params: URLSearchParams): Asked {
  const page = Number(params.get('page'))
  return { page: Number.isInteger(page) && page >= 1 && page <= 100_000 ? page : 1, show: params.get('show') === 'unread' ? 'unread' : 'all' }
}

/** GET /api/notifications */
export async function readNotifications(user: SessionUser, { page, show }: Asked = { page: 1, show: 'all' }): Promise<z.infer<typeof NotificationList>> {
  const unreadOnly = { userId: user.id, readAt: null }
  const where = show === 'unread' ? unreadOnly : { userId: user.id }
  const [rows, total, unread] = await Promise.all([
    db().notification.findMany({
      where,
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      skip: (page - 1) * NOTIFICATIONS_PER_PAGE,
      take: NOTIFICATIONS_PER_PAGE,
    }),
    db().notification.count({ where }),
    db().notification.count({ where: unreadOnly }),
  ])
  return {
    notifications: rows.map((row) => ({
      id: row.id,
      at: row.createdAt.getTime(),
      title: row.title,
      body: row.body,
      href: row.href,
      read: row.readAt !== null,
    })),
    total,
    unread,
  }
}
