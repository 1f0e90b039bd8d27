// Sends what the outbox holds. A row is claimed before it is sent and its Message-ID is its own, so that a
// crash between sending and marking at worst repeats a message that mail programs recognise.
import { db } from '../db/client.ts'
import { log } from '../log/console-log.ts'
import { newInvitationToken, TOKEN_PLACEHOLDER } from '../organization/invitation-link.ts'
import type { Letter, MailTransport } from './open-transport.ts'
import { openTransport } from './open-transport.ts'

const BATCH = 10
const ATTEMPTS = 20

type Due = { id: string; invitationId: string | null; recipient: string; subject: string; text: string; html: string; attempts: number }

/** Takes due rows for this process: their next attempt moves into the future, so nobody else sends them now. */
async function claim(): Promise<Due[]> {
  return db().$queryRaw<Due[]>`
    UPDATE "Outbox" SET "attempts" = "attempts" + 1,
      "nextAttemptAt" = now() + interval '30 seconds' * power(2, least("attempts", 7))
    WHERE "id" IN (
      SELECT "id" FROM "Outbox"
      WHERE "sentAt" IS NULL AND "nextAttemptAt" <= now() AND "attempts" < ${ATTEMPTS}
      ORDER BY "createdAt" LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
    RETURNING "id", "invitationId", "recipient", "subject", "text", "html", "attempts"`
}

/** The letter as it is sent; null where the invitation that it brings has ended. */
async function letterOf({ id, invitationId, recipient: to, subject, text, html }: Due): Promise<Letter | null> {
  if (invitationId === null) return { id, to, subject, text, html }
  const token = await newInvitationToken(invitationId)
  if (token === null) return null
  return { id, to, subject, text: text.replaceAll(TOKEN_PLACEHOLDER, token), html: html.replaceAll(TOKEN_PLACEHOLDER, token) }
}

/** True once it is sent. */
async function deliver(transport: MailTransport, mail: Due): Promise<boolean> {
  const where = { id: mail.id }
  try {
    const letter = await letterOf(mail)
    if (letter === null) {
      await db().outbox.deleteMany({ where })
      return false
    }
    await transport.send(letter)
    // Many: an invitation that was revoked meanwhile has taken its mail along.
    await db().outbox.updateMany({ where, data: { sentAt: new Date(), lastError: null } })
    return true
  } catch (error) {
    log.warn('mail was not sent', { mailId: mail.id, attempts: mail.attempts, error })
    const lastError = error instanceof Error ? error.message.slice(0, 500) : 'unknown'
    await db().outbox.updateMany({ where, data: { lastError } })
    return false
  }
}

/** Sends the mail that is due; returns how many were sent. Failures are kept on the row and tried again later. */
export async function deliverMail(): Promise<number> {
  const transport = openTransport()
  if (transport === null) return 0
  let sent = 0
  try {
    for (const mail of await claim()) if (await deliver(transport, mail)) sent += 1
  } finally {
    transport.close()
  }
  return sent
}

let delivering = false

/** Delivers in the background; a slow mail server never holds up a migration. One delivery at a time. */
export function deliverMailSoon(): void {
  if (delivering) return
  delivering = true
  deliverMail()
    .catch((error: unknown) => log.error('mail was not delivered', { error }))
    .finally(() => {
      delivering = false
    })
}
