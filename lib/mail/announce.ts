// Tells the people of a migration: a notification for each, and a mail where mail is configured, unless they muted it. Written in
// the transaction that makes it true; unique keys make it once per person and kind.
import { consoleConfig } from '../config/console.ts'
import type { NotificationChannel } from '../contracts/account-api.ts'
import type { Tx } from '../db/client.ts'
import { newId } from '../db/new-id.ts'
import type { Cluster, Migration } from '../generated/prisma/client.ts'
import type { Mail, MailKind } from './compose-mail.ts'
import { composeMail, renderMail } from './compose-mail.ts'

type Recipient = { id: string; email: string; muted: { kind: string; channel: NotificationChannel }[] }
type Announced = Migration & { source: Cluster; target: Cluster }

/** The admins of the source's project and the one who started it, unless the organization has removed them. */
async function recipientsOf(tx: Tx, migration: Announced): Promise<Recipient[]> {
  return tx.user.findMany({
    where: {
      organizations: { some: { organization: { projects: { some: { id: migration.source.projectId } } } } },
      OR: [
        { id: migration.createdById },
        { projects: { some: { projectId: migration.source.projectId, role: 'admin' } } },
      ],
    },
    select: { id: true, email: true, muted: { select: { kind: true, channel: true } } },
    orderBy: { id: 'asc' },
  })
}

const wanting = (people: Recipient[], kind: MailKind, channel: NotificationChannel) =>
  people.filter(({ muted }) => !muted.some((entry) => entry.kind === kind && entry.channel === channel))

async function notify(tx: Tx, entry: { userId: string; migrationId: string; kind: MailKind; mail: Mail }): Promise<void> {
  const { mail, ...key } = entry
  await tx.notification.createMany({
    data: [{ id: newId.row(), ...key, title: mail.title, body: mail.body, href: mail.path }],
    skipDuplicates: true,
  })
}

/** Announces `kind` for this migration; announced again it changes nothing. */
export async function announce(tx: Tx, migration: Announced, kind: MailKind, reason: string | null = null): Promise<void> {
  const page = `/projects/${migration.target.projectId}/clusters/${migration.targetId}`
  const mail = composeMail(kind, {
    sourceName: migration.source.name,
    targetName: migration.target.name,
    progressPath: `${page}?progress=1`,
    connectPath: `${page}#connect`,
    jobPath: `/projects/${migration.source.projectId}/jobs?progress=${migration.id}`,
    reason,
  })
  const { SMTP_URL, NEXTAUTH_URL } = consoleConfig()
  const recipients = await recipientsOf(tx, migration)
  for (const { id } of wanting(recipients, kind, 'console')) await notify(tx, { userId: id, migrationId: migration.id, kind, mail })
  if (SMTP_URL === undefined) return
  const people = wanting(recipients, kind, 'mail')
  const parts = renderMail(mail, NEXTAUTH_URL)
  const { count } = await tx.outbox.createMany({
    data: people.map(({ email }) => ({ id: newId.row(), migrationId: migration.id, kind, recipient: email, ...parts })),
    skipDuplicates: true,
  })
  if (count > 0)
    await tx.migrationEvent.create({
      data: { migrationId: migration.id, kind: 'mail', message: `Mail "${mail.title}" goes to ${people.length === 1 ? '1 person' : `${people.length} people`}.` },
    })
}
