import { consoleConfig } from '../config/console.ts'
import type { Account, NotificationKind } from '../contracts/account-api.ts'
import { NOTIFICATION_KINDS } from '../contracts/account-api.ts'
import { db } from '../db/client.ts'
import type { SignedIn } from '../auth/session.ts'

const isKind = (kind: string): kind is NotificationKind => (NOTIFICATION_KINDS as readonly string[]).includes(kind)

/** GET /api/account */
export async function readAccount({ user, sessionId }: SignedIn): Promise<Account> {
  const [sessions, muted] = await Promise.all([
    db().session.findMany({ where: { userId: user.id, expiresAt: { gt: new Date() } }, orderBy: { lastSeenAt: 'desc' } }),
    db().mutedNotification.findMany({ where: { userId: user.id } }),
  ])
  const listed = sessions.map(({ id, createdAt, lastSeenAt, address, browser }) => ({
    id,
    current: id === sessionId,
    createdAt: createdAt.getTime(),
    lastSeenAt: lastSeenAt.getTime(),
    address,
    browser,
  }))
  return {
    name: user.name,
    email: user.email,
    mailConfigured: consoleConfig().SMTP_URL !== undefined,
    muted: muted.flatMap(({ kind, channel }) => (isKind(kind) ? [{ kind, channel }] : [])),
    sessions: [...listed.filter(({ current }) => current), ...listed.filter(({ current }) => !current)],
  }
}
