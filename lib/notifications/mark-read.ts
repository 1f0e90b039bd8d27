import { db } from '../db/client.ts'
import type { SessionUser } from '../permissions/access.ts'

/** Marks the user's own notifications as read; all of them where `ids` is empty. */
export async function markNotificationsRead(user: SessionUser, ids: string[]): Promise<object> {
  await db().notification.updateMany({
    where: { userId: user.id, readAt: null, ...(ids.length === 0 ? {} : { id: { in: ids } }) },
    data: { readAt: new Date() },
  })
  return {}
}
