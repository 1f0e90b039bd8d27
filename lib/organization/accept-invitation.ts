// Joining by a link: an existing account accepts, a new person sets name and password.
import type { z } from 'zod'
import { hashPassword } from '../auth/password.ts'
import type { AcceptInvitationRequest, JoinByInvitationRequest } from '../contracts/organization-requests.ts'
import { ORGANIZATION_ROLE_NAMES } from '../contracts/role-names.ts'
import type { Tx } from '../db/client.ts'
import { db } from '../db/client.ts'
import { newId } from '../db/new-id.ts'
import { recordActivity } from '../db/record-activity.ts'
import { AppError } from '../errors/app-error.ts'
import type { SessionUser } from '../permissions/access.ts'
import { personSaid } from './change-members.ts'
import { lockPeople } from './change-people.ts'
import { tokenHash } from './invitation-link.ts'
import { WITH_PROJECTS } from './invitations.ts'

const ended = (): AppError =>
  new AppError('invitation.not_valid', 'This invitation has expired, or it was revoked, renewed or accepted. Ask the one who invited you for a new one.')

/** The pending invitation that a link leads to; null where there is none any more. */
export async function findInvitation(token: string, tx: Tx = db()) {
  return tx.invitation.findFirst({
    where: { tokenHashes: { has: tokenHash(token) }, expiresAt: { gt: new Date() } },
    include: WITH_PROJECTS,
  })
}

/** What the page of a link shows; null where it leads to nothing. */
export async function describeInvitation(token: string) {
  const invitation = await findInvitation(token)
  if (invitation === null) return null
  const { email, role, organization, invitedBy, expiresAt, projects } = invitation
  const known = await db().user.count({ where: { email } })
  return {
    email,
    role,
    organizationName: organization.name,
    invitedBy: invitedBy.name,
    expiresAt: expiresAt.getTime(),
    projects: projects.map(({ project, role: projectRole }) => ({ name: project.name, role: projectRole })),
    hasAccount: known > 0,
  }
}

async function lockedInvitation(tx: Tx, token: string) {
  const found = await findInvitation(token, tx)
  if (found === null) throw ended()
  await lockPeople(tx, found.organizationId)
  // Looked for again: somebody may have revoked or accepted it in between.
  const invitation = await findInvitation(token, tx)
  if (invitation === null) throw ended()
  return invitation
}

type Invitation = Awaited<ReturnType<typeof lockedInvitation>>

async function join(tx: Tx, invitation: Invitation, person: SessionUser): Promise<void> {
  const { organizationId, role, projects } = invitation
  const elsewhere = await tx.organizationMember.findFirst({ where: { userId: person.id, organizationId: { not: organizationId } } })
  if (elsewhere !== null)
    throw new AppError('invitation.not_valid', 'Your account belongs to another organization. One account belongs to one organization.')
  await tx.organizationMember.createMany({ data: [{ organizationId, userId: person.id, role }], skipDuplicates: true })
  await tx.projectMember.createMany({
    data: projects.map(({ projectId, role: projectRole }) => ({ projectId, userId: person.id, role: projectRole })),
    skipDuplicates: true,
  })
  await tx.invitation.delete({ where: { id: invitation.id } })
  const message = `${personSaid(person)} accepted the invitation and joined as ${ORGANIZATION_ROLE_NAMES[role]}.`
  await recordActivity(tx, { organizationId, userId: person.id, message })
}

/** By the person who is signed in. Throws invitation.not_valid, also where the invitation is for another address. */
export async function acceptInvitation(user: SessionUser, { token }: z.infer<typeof AcceptInvitationRequest>): Promise<object> {
  await db().$transaction(async (tx) => {
    const invitation = await lockedInvitation(tx, token)
    if (invitation.email !== user.email)
      throw new AppError('invitation.not_valid', `This invitation is for ${invitation.email}. Sign in with that account to accept it.`)
    await join(tx, invitation, user)
  })
  return {}
}

/** By somebody without an account; the link proves the address. Throws invitation.not_valid where there is one. */
export async function joinByInvitation(request: z.infer<typeof JoinByInvitationRequest>): Promise<{ email: string }> {
  const { token, name, password } = request
  // Before the password is hashed, which takes a while: a made-up token must cost nothing.
  if ((await findInvitation(token)) === null) throw ended()
  const passwordHash = await hashPassword(password)
  return db().$transaction(async (tx) => {
    const invitation = await lockedInvitation(tx, token)
    const { email } = invitation
    if ((await tx.user.count({ where: { email } })) > 0)
      throw new AppError('invitation.not_valid', `There is an account of ${email} already. Sign in to accept the invitation.`)
    const person = await tx.user.create({ data: { id: newId.user(), email, name, passwordHash } })
    await join(tx, invitation, person)
    return { email }
  })
}
