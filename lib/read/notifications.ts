import type { z } from 'zod'
import type { NotificationList } from '../contracts/console-api.ts'
import { db } from '../db/client.ts'
import type { SessionUser } from '../permissions/access.ts'

const SHOWN = 50

/** GET /api/notifications */
export async function readNotifications(user: SessionUser): Promise<z.infer<typeof NotificationList>> {
  const [rows, unread] = await Promise.all([
    db().notification.findMany({ where: { userId: user.id }, orderBy: { createdAt: 'desc' }, take: SHOWN }),
    db().notification.count({ where: { userId: user.id, readAt: null } }),
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
    unread,
  }
}
