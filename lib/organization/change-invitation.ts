// What is done to a pending invitation: sent again, revoked, its link copied.
import type { z } from 'zod'
import type { InvitationRequest } from '../contracts/organization-requests.ts'
import type { Tx } from '../db/client.ts'
import { db } from '../db/client.ts'
import { recordActivity } from '../db/record-activity.ts'
import { AppError } from '../errors/app-error.ts'
import type { OrganizationRole } from '../contracts/console-api.ts'
import type { SessionUser } from '../permissions/access.ts'
import { organizationAccess, visibleProjects } from '../permissions/access.ts'
import { refusalOf } from '../permissions/matrix.ts'
import { lockPeople } from './change-people.ts'
import { invitationEnd, newInvitationLink } from './invitation-link.ts'
import { isMailConfigured, mailInvitation } from './invitations.ts'

type Request = z.infer<typeof InvitationRequest>
type Pending = { role: OrganizationRole; projects: { projectId: string }[] }

/**
 * Why the person may not touch the invitation; null when they may. Owners may touch all; a Project Admin those that
 * lead into their projects alone and make an ordinary member.
 */
export function invitationRefusal(invitation: Pending, may: { manageAll: boolean; managed: ReadonlySet<string> }): string | null {
  if (may.manageAll) return null
  const own = invitation.role === 'member' && invitation.projects.length > 0
  if (own && invitation.projects.every(({ projectId }) => may.managed.has(projectId))) return null
  return refusalOf('organization.members')
}

/** What invitationRefusal needs to know of a person. */
export async function invitationPowers(user: SessionUser, tx: Tx = db()) {
  const { permissions } = await organizationAccess(user, tx)
  const managed = (await visibleProjects(user, tx)).filter((access) => access.permissions.includes('member.manage'))
  return { manageAll: permissions.includes('organization.members'), managed: new Set(managed.map(({ project }) => project.id)) }
}

async function change<T>(user: SessionUser, { invitationId }: Request, work: (tx: Tx, invitation: Found) => Promise<T>): Promise<T> {
  return db().$transaction(async (tx) => {
    const { organization } = await organizationAccess(user, tx)
    await lockPeople(tx, organization.id)
    return work(tx, await find(tx, { user, invitationId, organizationId: organization.id }))
  })
}

type Found = Awaited<ReturnType<typeof find>>

async function find(tx: Tx, wanted: { user: SessionUser; invitationId: string; organizationId: string }) {
  const { user, invitationId, organizationId } = wanted
  const powers = await invitationPowers(user, tx)
  const invitation = await tx.invitation.findFirst({ where: { id: invitationId, organizationId }, include: { projects: true } })
  const visible = powers.manageAll || invitation?.projects.some(({ projectId }) => powers.managed.has(projectId))
  if (invitation === null || !visible)
    throw new AppError('request.not_found', 'There is no such invitation; it may have been accepted or revoked.')
  const refusal = invitationRefusal(invitation, powers)
  if (refusal !== null) throw new AppError('request.forbidden', refusal)
  return invitation
}

async function record(tx: Tx, user: SessionUser, { organizationId, projects }: Found, message: string): Promise<void> {
  const only = projects.length === 1 ? projects[0]?.projectId : undefined
  await recordActivity(tx, { organizationId, userId: user.id, message, ...(only === undefined ? {} : { projectId: only }) })
}

/** Renews it for 48 hours under a new link; links of before work no more. */
export async function resendInvitation(user: SessionUser, request: Request): Promise<{ mailed: boolean }> {
  return change(user, request, async (tx, invitation) => {
    await tx.invitation.update({ where: { id: invitation.id }, data: { tokenHashes: [], expiresAt: invitationEnd() } })
    await mailInvitation(tx, invitation.id)
    await record(tx, user, invitation, `The invitation of ${invitation.email} was sent again.`)
    return { mailed: isMailConfigured() }
  })
}

/** Its links work no more, and a mail that still waits is not sent. */
export async function revokeInvitation(user: SessionUser, request: Request): Promise<object> {
  return change(user, request, async (tx, invitation) => {
    await tx.invitation.delete({ where: { id: invitation.id } })
    await record(tx, user, invitation, `The invitation of ${invitation.email} was revoked.`)
    return {}
  })
}

/** One more link, to be handed over by other means than mail. Throws invitation.not_valid once it has expired. */
export async function copyInvitationLink(user: SessionUser, request: Request): Promise<{ link: string }> {
  return change(user, request, async (tx, invitation) => {
    const link = await newInvitationLink(invitation.id, tx)
    if (link === null) throw new AppError('invitation.not_valid', 'This invitation has expired. Resend it first.')
    await record(tx, user, invitation, `A link of the invitation of ${invitation.email} was copied.`)
    return { link }
  })
}
