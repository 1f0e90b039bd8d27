// A pending invitation in the job store: made, renewed, mailed.
import { consoleConfig } from '../config/console.ts'
import type { OrganizationRole, ProjectRole } from '../contracts/console-api.ts'
import type { Tx } from '../db/client.ts'
import { newId } from '../db/new-id.ts'
import { renderMail } from '../mail/compose-mail.ts'
import { invitationMail } from '../mail/invitation-mail.ts'
import type { SessionUser } from '../permissions/access.ts'
import { invitationEnd, invitationPath, TOKEN_PLACEHOLDER } from './invitation-link.ts'

export type ProjectGrant = { projectId: string; role: ProjectRole }
type Invited = { organizationId: string; email: string; role: OrganizationRole; projects: ProjectGrant[] }

/** What an invitation is shown and mailed with. */
export const WITH_PROJECTS = {
  invitedBy: true,
  organization: true,
  projects: { include: { project: { select: { id: true, name: true } } }, orderBy: { project: { name: 'asc' } } },
} as const

/** Invites an address, or renews and changes its pending invitation; links of before work no more. */
export async function putInvitation(tx: Tx, user: SessionUser, invited: Invited): Promise<string> {
  const { organizationId, email, role, projects } = invited
  const data = { role, invitedById: user.id, tokenHashes: [], expiresAt: invitationEnd(), createdAt: new Date() }
  const { id } = await tx.invitation.upsert({
    where: { organizationId_email: { organizationId, email } },
    create: { id: newId.row(), organizationId, email, ...data },
    update: data,
  })
  for (const { projectId, role: projectRole } of projects)
    await tx.invitationProject.upsert({
      where: { invitationId_projectId: { invitationId: id, projectId } },
      create: { invitationId: id, projectId, role: projectRole },
      update: { role: projectRole },
    })
  await mailInvitation(tx, id)
  return id
}

/** Puts the invitation's mail into the outbox; one that still waits there is taken back. */
export async function mailInvitation(tx: Tx, invitationId: string): Promise<void> {
  const { SMTP_URL, NEXTAUTH_URL } = consoleConfig()
  await tx.outbox.deleteMany({ where: { invitationId, sentAt: null } })
  if (SMTP_URL === undefined) return
  const { organization, projects, ...invitation } = await tx.invitation.findUniqueOrThrow({ where: { id: invitationId }, include: WITH_PROJECTS })
  const mail = invitationMail({
    ...invitation,
    organizationName: organization.name,
    projects: projects.map(({ project, role }) => ({ name: project.name, role })),
    path: invitationPath(TOKEN_PLACEHOLDER),
  })
  const parts = renderMail(mail, NEXTAUTH_URL)
  await tx.outbox.create({ data: { id: newId.row(), invitationId, kind: 'invitation', recipient: invitation.email, ...parts } })
}

/** True where invitations go by mail. */
export const isMailConfigured = (): boolean => consoleConfig().SMTP_URL !== undefined
