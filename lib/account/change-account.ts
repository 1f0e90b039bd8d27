// What people change of their own accounts.
import type { z } from 'zod'
import { hashPassword, passwordFits } from '../auth/password.ts'
import type { SignedIn } from '../auth/session.ts'
import { endSession, endSessions } from '../auth/sessions.ts'
import { forgiveSignInTry, takeSignInTry } from '../auth/sign-in-limit.ts'
import type { ChangeNameRequest, ChangePasswordRequest, EndSessionRequest, NotificationPreference } from '../contracts/account-requests.ts'
import type { Tx } from '../db/client.ts'
import { db } from '../db/client.ts'
import { recordActivity } from '../db/record-activity.ts'
import { AppError } from '../errors/app-error.ts'
import type { SessionUser } from '../permissions/access.ts'

/** In the organization that the person belongs to; who belongs to none leaves no trace in any. */
async function recordOwn(tx: Tx, user: SessionUser, message: string, level: 'info' | 'warning' = 'info'): Promise<void> {
  const member = await tx.organizationMember.findFirst({ where: { userId: user.id }, select: { organizationId: true } })
  if (member !== null) await recordActivity(tx, { organizationId: member.organizationId, userId: user.id, level, message })
}

export async function changeName({ user }: SignedIn, { name }: z.infer<typeof ChangeNameRequest>): Promise<object> {
  if (name === user.name) return {}
  await db().$transaction(async (tx) => {
    await tx.user.update({ where: { id: user.id }, data: { name } })
    await recordOwn(tx, user, `${user.name} (${user.email}) is now called ${name}.`)
  })
  return {}
}

/**
 * Sets a new password and ends every other session: whoever knew the old one is out. Guessing the current one counts as trying
 * to sign in.
 */
export async function changePassword({ user, sessionId }: SignedIn, request: z.infer<typeof ChangePasswordRequest>): Promise<{ ended: number }> {
  const { current, password } = request
  const who = { email: user.email, address: `account-${user.id}` }
  const waitS = await takeSignInTry(who)
  if (waitS > 0) throw new AppError('request.invalid', `Too many attempts. Wait ${waitS} seconds and try again.`, { details: { field: 'current' } })
  const { passwordHash } = await db().user.findUniqueOrThrow({ where: { id: user.id } })
  if (!(await passwordFits(current, passwordHash)))
    throw new AppError('request.invalid', 'This is not your current password.', { details: { field: 'current' } })
  await forgiveSignInTry(who)
  const next = await hashPassword(password)
  return db().$transaction(async (tx) => {
    await tx.user.update({ where: { id: user.id }, data: { passwordHash: next } })
    const ended = await endSessions(tx, user.id, sessionId)
    await recordOwn(tx, user, `${user.name} (${user.email}) set a new password; all other sessions ended.`, 'warning')
    return { ended }
  })
}

/** Signs one of the person's own sessions out. */
export async function endOwnSession({ user }: SignedIn, request: z.infer<typeof EndSessionRequest>): Promise<object> {
  await endSession(user.id, request.sessionId)
  await recordOwn(db(), user, `${user.name} (${user.email}) signed a session out.`)
  return {}
}

/** Signs all of the person's sessions out but the one that asks. */
export async function endOtherSessions({ user, sessionId }: SignedIn): Promise<{ ended: number }> {
  return db().$transaction(async (tx) => {
    const ended = await endSessions(tx, user.id, sessionId)
    if (ended > 0) await recordOwn(tx, user, `${user.name} (${user.email}) signed all other sessions out.`)
    return { ended }
  })
}

export async function setNotificationPreference({ user }: SignedIn, preference: z.infer<typeof NotificationPreference>): Promise<object> {
  const { kind, channel, wanted } = preference
  const row = { userId: user.id, kind, channel }
  if (wanted) await db().mutedNotification.deleteMany({ where: row })
  else await db().mutedNotification.createMany({ data: [row], skipDuplicates: true })
  return {}
}
