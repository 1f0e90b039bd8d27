// Invite to the organization or to a project. An address is invited once: again renews what is pending.
import type { z } from 'zod'
import type { InviteMembersRequest, InviteToProjectRequest } from '../contracts/organization-requests.ts'
import { ORGANIZATION_ROLE_NAMES, PROJECT_ROLE_NAMES } from '../contracts/role-names.ts'
import type { Tx } from '../db/client.ts'
import { recordActivity } from '../db/record-activity.ts'
import { AppError } from '../errors/app-error.ts'
import type { ProjectAccess, SessionUser } from '../permissions/access.ts'
import { personSaid } from './change-members.ts'
import { changePeople, changeProjectPeople } from './change-people.ts'
import { isMailConfigured, putInvitation } from './invitations.ts'

/** `invited` have to accept, `added` have access now. Where nothing is mailed, the links are to be copied. */
export type Invited = { invited: string[]; added: string[]; mailed: boolean }

const refusedAt = (field: string, message: string): AppError => new AppError('request.invalid', message, { details: { field } })

const membersAmong = (tx: Tx, organizationId: string, emails: string[]) =>
  tx.user.findMany({ where: { email: { in: emails }, organizations: { some: { organizationId } } }, orderBy: { email: 'asc' } })

/** The names of the projects by id. Throws request.invalid for one that the organization does not have. */
async function projectNames(tx: Tx, organizationId: string, ids: string[]): Promise<Map<string, string>> {
  const rows = await tx.project.findMany({ where: { organizationId, deletedAt: null, id: { in: ids } }, select: { id: true, name: true } })
  const names = new Map(rows.map(({ id, name }) => [id, name]))
  if (ids.some((id) => !names.has(id))) throw refusedAt('projects', 'A chosen project does not exist any more. Choose again.')
  return names
}

/** Invites to the organization. Throws request.invalid for an address that belongs to a member. */
export async function inviteMembers(user: SessionUser, request: z.infer<typeof InviteMembersRequest>): Promise<Invited> {
  const { emails, role, projects } = request
  return changePeople(user, 'organization.members', async (tx, { organization: { id: organizationId } }) => {
    const names = await projectNames(tx, organizationId, projects.map(({ projectId }) => projectId))
    const member = (await membersAmong(tx, organizationId, emails))[0]
    if (member !== undefined) throw refusedAt('emails', `${member.email} is a member already. Change the role in the list of members instead.`)
    const into = projects.map((grant) => ` to project "${names.get(grant.projectId)}" as ${PROJECT_ROLE_NAMES[grant.role]}`)
    const also = into.length === 0 ? '' : ` and${into.join(' and')}`
    for (const email of emails) {
      await tx.invitation.deleteMany({ where: { organizationId, email } })
      await putInvitation(tx, user, { organizationId, email, role, projects })
      await recordActivity(tx, { organizationId, userId: user.id, message: `${email} was invited as ${ORGANIZATION_ROLE_NAMES[role]}${also}.` })
    }
    return { invited: emails, added: [], mailed: isMailConfigured() }
  })
}

type Grant = { user: SessionUser; access: ProjectAccess; role: z.infer<typeof InviteToProjectRequest>['role'] }

async function addToProject(tx: Tx, people: { id: string; name: string; email: string }[], { user, access, role }: Grant): Promise<void> {
  const { id: projectId, name, organizationId } = access.project
  for (const person of people) {
    await tx.projectMember.create({ data: { projectId, userId: person.id, role } })
    const message = `${personSaid(person)} was added to project "${name}" as ${PROJECT_ROLE_NAMES[role]}.`
    await recordActivity(tx, { organizationId, projectId, userId: user.id, message })
  }
}

async function inviteNew(tx: Tx, emails: string[], { user, access, role }: Grant): Promise<void> {
  const { id: projectId, name, organizationId } = access.project
  for (const email of emails) {
    const pending = await tx.invitation.findUnique({ where: { organizationId_email: { organizationId, email } } })
    await putInvitation(tx, user, { organizationId, email, role: pending?.role ?? 'member', projects: [{ projectId, role }] })
    const message = `${email} was invited to project "${name}" as ${PROJECT_ROLE_NAMES[role]}.`
    await recordActivity(tx, { organizationId, projectId, userId: user.id, message })
  }
}

/**
 * Members of the organization get access at once and without mail; others are invited as Organization Member too.
 * Throws request.invalid for one who is in the project already.
 */
export async function inviteToProject(user: SessionUser, request: z.infer<typeof InviteToProjectRequest>): Promise<Invited> {
  const { projectId, emails, role } = request
  return changeProjectPeople(user, projectId, async (tx, access) => {
    const members = await membersAmong(tx, access.project.organizationId, emails)
    const there = await tx.projectMember.findFirst({
      where: { projectId, userId: { in: members.map(({ id }) => id) } },
      include: { user: true },
    })
    if (there !== null) throw refusedAt('emails', `${there.user.email} is a member of this project already. Change the role in the list instead.`)
    const added = members.map(({ email }) => email)
    const invited = emails.filter((email) => !added.includes(email))
    await addToProject(tx, members, { user, access, role })
    await inviteNew(tx, invited, { user, access, role })
    return { invited, added, mailed: isMailConfigured() && invited.length > 0 }
  })
}
