// The organization's name, and the message that shows whether mail works.
import type { z } from 'zod'
import { consoleConfig } from '../config/console.ts'
import type { RenameOrganizationRequest } from '../contracts/organization-requests.ts'
import { db } from '../db/client.ts'
import { newId } from '../db/new-id.ts'
import { recordActivity } from '../db/record-activity.ts'
import { AppError } from '../errors/app-error.ts'
import { renderMail } from '../mail/compose-mail.ts'
import { openTransport } from '../mail/open-transport.ts'
import type { SessionUser } from '../permissions/access.ts'
import { requireOrganizationPermission } from '../permissions/access.ts'

export async function renameOrganization(user: SessionUser, { name }: z.infer<typeof RenameOrganizationRequest>): Promise<object> {
  const { organization } = await requireOrganizationPermission(user, 'organization.settings')
  if (name === organization.name) return {}
  await db().$transaction(async (tx) => {
    await tx.organization.update({ where: { id: organization.id }, data: { name } })
    const message = `Organization "${organization.name}" was renamed to "${name}".`
    await recordActivity(tx, { organizationId: organization.id, userId: user.id, message })
  })
  return {}
}

/** What the mail server said. */
export type TestMessage = { sent: boolean; recipient: string; answer: string }

async function send(user: SessionUser, organizationName: string): Promise<TestMessage> {
  const transport = openTransport()
  if (transport === null) throw new AppError('request.invalid', 'Mail is not configured. Set SMTP_URL and restart the console.')
  const mail = renderMail(
    {
      title: 'Test message',
      body: `${user.name} asked for this message in the settings of "${organizationName}". Mail of Zero Downtime Migration for Milvus reaches you.`,
      linkText: 'Open the settings',
      path: '/settings',
      unasked: true,
    },
    consoleConfig().NEXTAUTH_URL,
  )
  try {
    return { sent: true, recipient: user.email, answer: await transport.send({ id: newId.row(), to: user.email, ...mail }) }
  } catch (error) {
    return { sent: false, recipient: user.email, answer: error instanceof Error ? error.message.slice(0, 500) : 'unknown error' }
  } finally {
    transport.close()
  }
}

/** Sends a message to the one who asks, now and past the outbox, and says what the mail server answered. */
export async function sendTestMessage(user: SessionUser): Promise<TestMessage> {
  const { organization } = await requireOrganizationPermission(user, 'organization.settings')
  const result = await send(user, organization.name)
  await recordActivity(db(), {
    organizationId: organization.id,
    userId: user.id,
    level: result.sent ? 'info' : 'warning',
    message: result.sent ? `A test message was sent to ${user.email}.` : `A test message to ${user.email} was not sent: ${result.answer}`,
  })
  return result
}
