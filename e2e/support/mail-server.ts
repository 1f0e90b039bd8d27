// A real SMTP server in the test's process; keeps what it receives.
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'

export type Mail = { to: string; subject: string; text: string; html: string; links: string[] }
export type MailServer = {
  url: string
  received: Mail[]
  /** The first mail whose subject fits; waits for it. */
  mail(subject: RegExp, timeoutMs?: number): Promise<Mail>
  stop(): Promise<void>
}

const USER = { user: 'console', password: 'mail-password' }

/** Starts it on a free port; it asks for a user and a password. */
export async function startMailServer(): Promise<MailServer> {
  const received: Mail[] = []
  const server = new SMTPServer({
    authOptional: false,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    onAuth(auth, _session, done) {
      const fits = auth.username === USER.user && auth.password === USER.password
      done(fits ? null : new Error('wrong user or password'), fits ? { user: USER.user } : undefined)
    },
    onData(stream, session, done) {
      simpleParser(stream).then((mail) => {
        const html = mail.html || ''
        const links = [...html.matchAll(/href="([^"]+)"/g)].map((match) => match[1]!.replaceAll('&amp;', '&'))
        for (const { address } of session.envelope.rcptTo)
          received.push({ to: address, subject: mail.subject ?? '', text: mail.text ?? '', html, links })
        done()
      }, done)
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  return {
    url: `smtp://${USER.user}:${USER.password}@127.0.0.1:${port}`,
    received,
    async mail(subject, timeoutMs = 60_000) {
      for (const end = Date.now() + timeoutMs; Date.now() < end; await sleep(100)) {
        const found = received.find((mail) => subject.test(mail.subject))
        if (found) return found
      }
      throw new Error(`no mail with subject ${subject}; received: ${received.map((mail) => mail.subject).join(', ') || 'none'}`)
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
