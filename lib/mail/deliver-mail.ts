// Sends what the outbox holds. A row is claimed before it is sent and its Message-ID is its own, so that a
// crash between sending and marking at worst repeats a message that mail programs recognise.
import { createTransport } from 'nodemailer'
import { consoleConfig } from '../config/console.ts'
import { db } from '../db/client.ts'
import { log } from '../log/console-log.ts'

const BATCH = 10
const ATTEMPTS = 20
const SMTP_TIMEOUT_MS = 10_000

type Due = { id: string; recipient: string; subject: string; text: string; html: string; attempts: number }

/** Takes due rows for this process: their next attempt moves into the future, so nobody else sends them now. */
async function claim(): Promise<Due[]> {
  return db().$queryRaw<Due[]>`
    UPDATE "Outbox" SET "attempts" = "attempts" + 1,
      "nextAttemptAt" = now() + interval '30 seconds' * power(2, least("attempts", 7))
    WHERE "id" IN (
      SELECT "id" FROM "Outbox"
      WHERE "sentAt" IS NULL AND "nextAttemptAt" <= now() AND "attempts" < ${ATTEMPTS}
      ORDER BY "createdAt" LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
    RETURNING "id", "recipient", "subject", "text", "html", "attempts"`
}

/** Sends the mail that is due; returns how many were sent. Failures are kept on the row and tried again later. */
export async function deliverMail(): Promise<number> {
  const { SMTP_URL, MAIL_FROM } = consoleConfig()
  if (SMTP_URL === undefined) return 0
  const due = await claim()
  if (due.length === 0) return 0
  const transport = createTransport(SMTP_URL, { from: MAIL_FROM })
  const host = MAIL_FROM.match(/@([^\s>]+)/)?.[1] ?? 'localhost'
  let sent = 0
  try {
    for (const mail of due) {
      try {
        const { recipient: to, subject, text, html } = mail
        await withTimeout(transport.sendMail({ to, subject, text, html, messageId: `<${mail.id}@${host}>` }))
        await db().outbox.update({ where: { id: mail.id }, data: { sentAt: new Date(), lastError: null } })
        sent += 1
      } catch (error) {
        log.warn('mail was not sent', { mailId: mail.id, attempts: mail.attempts, error })
        const lastError = error instanceof Error ? error.message.slice(0, 500) : 'unknown'
        await db().outbox.update({ where: { id: mail.id }, data: { lastError } })
      }
    }
  } finally {
    transport.close()
  }
  return sent
}

async function withTimeout<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer from the mail server in ${SMTP_TIMEOUT_MS} ms`)), SMTP_TIMEOUT_MS)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
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
