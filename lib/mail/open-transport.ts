// The way to the configured mail server.
import { createTransport } from 'nodemailer'
import { consoleConfig } from '../config/console.ts'

const SMTP_TIMEOUT_MS = 10_000

export type Letter = { id: string; to: string; subject: string; text: string; html: string }

export type MailTransport = {
  /** Resolves with the server's answer; rejects with its refusal, or when it does not answer in time. */
  send(letter: Letter): Promise<string>
  close(): void
}

/** Null where mail is not configured. Close it when done. */
export function openTransport(): MailTransport | null {
  const { SMTP_URL, MAIL_FROM } = consoleConfig()
  if (SMTP_URL === undefined) return null
  const transport = createTransport(SMTP_URL, { from: MAIL_FROM })
  const host = MAIL_FROM.match(/@([^\s>]+)/)?.[1] ?? 'localhost'
  return {
    async send({ id, ...letter }) {
      const { response } = await withTimeout(transport.sendMail({ ...letter, messageId: `<${id}@${host}>` }))
      return response
    },
    close: () => transport.close(),
  }
}

async function withTimeout<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer from the mail server in ${SMTP_TIMEOUT_MS} ms`)), SMTP_TIMEOUT_MS)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
