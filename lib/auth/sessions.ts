// Sign-ins that hold. A browser's token names its session, and only the row here makes it worth anything: taking the row away
// ends the session at the next request.
import { randomBytes } from 'node:crypto'
import type { Tx } from '../db/client.ts'
import { db } from '../db/client.ts'
import type { Visitor } from '../http/client-address.ts'
import type { SessionUser } from '../permissions/access.ts'

export const SESSION_SECONDS = 7 * 24 * 60 * 60
/** How exact "last seen" is: a request writes at most once in this time. */
const SEEN_EVERY_S = 60

/** Begins a session of this person; returns its id. */
export async function startSession(userId: string, { address, browser }: Visitor): Promise<string> {
  const id = randomBytes(24).toString('base64url')
  const expiresAt = new Date(Date.now() + SESSION_SECONDS * 1000)
  await db().session.create({ data: { id, userId, expiresAt, address, browser } })
  return id
}

/** The person of a session that holds; null when it has ended or run out. One query, and a write at most once a minute. */
export async function findSessionUser(sessionId: string, visitor: Visitor): Promise<SessionUser | null> {
  const [row] = await db().$queryRaw<(SessionUser & { unseen: boolean })[]>`
    SELECT u."id", u."name", u."email", s."lastSeenAt" < now() - make_interval(secs => ${SEEN_EVERY_S}) AS "unseen"
    FROM "Session" s JOIN "User" u ON u."id" = s."userId"
    WHERE s."id" = ${sessionId} AND s."expiresAt" > now()`
  if (row === undefined) return null
  const { unseen, ...user } = row
  if (unseen) await db().session.updateMany({ where: { id: sessionId }, data: { lastSeenAt: new Date(), address: visitor.address, browser: visitor.browser } })
  return user
}

/** Ends one session of this person; nothing happens where it is somebody else's or has ended. */
export async function endSession(userId: string, sessionId: string): Promise<void> {
  await db().session.deleteMany({ where: { id: sessionId, userId } })
}

/** Ends the person's sessions, all or all but one: after a new password, or when the person leaves the organization. */
export async function endSessions(tx: Tx, userId: string, except?: string): Promise<number> {
  const { count } = await tx.session.deleteMany({ where: { userId, ...(except === undefined ? {} : { id: { not: except } }) } })
  return count
}
