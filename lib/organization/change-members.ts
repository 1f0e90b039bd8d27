// What is done to the members of the organization and of its projects: a role changed, a member removed.
import type { z } from 'zod'
import { endSessions } from '../auth/sessions.ts'
import type { MemberRequest, MemberRoleChange, ProjectMemberRequest, ProjectRoleChange } from '../contracts/organization-requests.ts'
import { ORGANIZATION_ROLE_NAMES, PROJECT_ROLE_NAMES } from '../contracts/role-names.ts'
import type { Tx } from '../db/client.ts'
import { recordActivity } from '../db/record-activity.ts'
import { AppError } from '../errors/app-error.ts'
import type { SessionUser } from '../permissions/access.ts'
import { changePeople, changeProjectPeople } from './change-people.ts'
import { requireAnotherAdmin, requireAnotherOwner } from './last-of-role.ts'

/** How activities name a person. */
export function personSaid({ name, email }: { name: string; email: string }): string {
  return `${name} (${email})`
}

async function memberOf(tx: Tx, organizationId: string, userId: string) {
  const member = await tx.organizationMember.findUnique({
    where: { organizationId_userId: { organizationId, userId } },
    include: { user: true },
  })
  if (member === null) throw new AppError('request.not_found', 'This person is no member of the organization; the list may be out of date.')
  return member
}

async function projectMemberOf(tx: Tx, projectId: string, userId: string) {
  const member = await tx.projectMember.findUnique({ where: { projectId_userId: { projectId, userId } }, include: { user: true } })
  if (member === null) throw new AppError('request.not_found', 'This person is no member of the project; the list may be out of date.')
  return member
}

/** Throws member.last_owner. */
export async function changeMemberRole(user: SessionUser, { userId, role }: z.infer<typeof MemberRoleChange>): Promise<object> {
  return changePeople(user, 'organization.members', async (tx, { organization: { id: organizationId } }) => {
    const member = await memberOf(tx, organizationId, userId)
    if (member.role === role) return {}
    if (member.role === 'owner') await requireAnotherOwner(tx, { organizationId, userId })
    await tx.organizationMember.update({ where: { organizationId_userId: { organizationId, userId } }, data: { role } })
    const message = `The role of ${personSaid(member.user)} was changed from ${ORGANIZATION_ROLE_NAMES[member.role]} to ${ORGANIZATION_ROLE_NAMES[role]}.`
    await recordActivity(tx, { organizationId, userId: user.id, message })
    return {}
  })
}

/** Takes a person out of the organization and all its projects, and signs them out everywhere. Throws member.last_owner, member.last_admin. */
export async function removeMember(user: SessionUser, { userId }: z.infer<typeof MemberRequest>): Promise<object> {
  return changePeople(user, 'organization.members', async (tx, { organization: { id: organizationId } }) => {
    const member = await memberOf(tx, organizationId, userId)
    if (member.role === 'owner') await requireAnotherOwner(tx, { organizationId, userId })
    const projects = await tx.project.findMany({ where: { organizationId }, select: { id: true } })
    const projectIds = projects.map(({ id }) => id)
    await requireAnotherAdmin(tx, { projectIds, userId })
    await tx.projectMember.deleteMany({ where: { userId, projectId: { in: projectIds } } })
    await tx.organizationMember.delete({ where: { organizationId_userId: { organizationId, userId } } })
    await endSessions(tx, userId)
    const message = `${personSaid(member.user)} was removed from the organization.`
    await recordActivity(tx, { organizationId, userId: user.id, level: 'warning', message })
    return {}
  })
}

/** Throws member.last_admin. */
export async function changeProjectRole(user: SessionUser, request: z.infer<typeof ProjectRoleChange>): Promise<object> {
  const { projectId, userId, role } = request
  return changeProjectPeople(user, projectId, async (tx, { project }) => {
    const member = await projectMemberOf(tx, projectId, userId)
    if (member.role === role) return {}
    await requireAnotherAdmin(tx, { projectIds: [projectId], userId })
    await tx.projectMember.update({ where: { projectId_userId: { projectId, userId } }, data: { role } })
    const message = `The role of ${personSaid(member.user)} in project "${project.name}" was changed from ${PROJECT_ROLE_NAMES[member.role]} to ${PROJECT_ROLE_NAMES[role]}.`
    await recordActivity(tx, { organizationId: project.organizationId, projectId, userId: user.id, message })
    return {}
  })
}

/** Takes a person out of one project; the membership of the organization stays. Throws member.last_admin. */
export async function removeProjectMember(user: SessionUser, request: z.infer<typeof ProjectMemberRequest>): Promise<object> {
  const { projectId, userId } = request
  return changeProjectPeople(user, projectId, async (tx, { project }) => {
    const member = await projectMemberOf(tx, projectId, userId)
    await requireAnotherAdmin(tx, { projectIds: [projectId], userId })
    await tx.projectMember.delete({ where: { projectId_userId: { projectId, userId } } })
    const message = `${personSaid(member.user)} was removed from project "${project.name}".`
    await recordActivity(tx, { organizationId: project.organizationId, projectId, userId: user.id, level: 'warning', message })
    return {}
  })
}
