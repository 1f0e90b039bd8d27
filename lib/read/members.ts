import type { z } from 'zod'
import type { Invitation, OrganizationMemberList, ProjectMemberList } from '../contracts/organization-api.ts'
import { db } from '../db/client.ts'
import { invitationPowers, invitationRefusal } from '../organization/change-invitation.ts'
import { isMailConfigured, WITH_PROJECTS } from '../organization/invitations.ts'
import type { SessionUser } from '../permissions/access.ts'
import { organizationAccess, projectAccess } from '../permissions/access.ts'

/** The pending invitations that the person may see: of the organization, or of one project. */
async function pendingInvitations(user: SessionUser, organizationId: string, projectId?: string): Promise<Invitation[]> {
  const powers = await invitationPowers(user)
  const rows = await db().invitation.findMany({
    where: { organizationId, ...(projectId === undefined ? {} : { projects: { some: { projectId } } }) },
    include: WITH_PROJECTS,
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
  })
  return rows.map((row) => ({
    id: row.id,
    email: row.email,
    role: row.role,
    projects: row.projects
      .filter((entry) => projectId === undefined || entry.projectId === projectId)
      .map(({ project, role }) => ({ projectId: project.id, name: project.name, role })),
    invitedBy: row.invitedBy.name,
    invitedAt: row.createdAt.getTime(),
    expiresAt: row.expiresAt.getTime(),
    refusal: invitationRefusal(row, powers),
  }))
}

/** GET /api/organization/members — everybody sees who is in the organization: whom to ask for a role. */
export async function readOrganizationMembers(user: SessionUser): Promise<z.infer<typeof OrganizationMemberList>> {
  const { organization, permissions } = await organizationAccess(user)
  const organizationId = organization.id
  const mayManage = permissions.includes('organization.members')
  const rows = await db().organizationMember.findMany({
    where: { organizationId },
    include: { user: { include: { projects: { where: { project: { organizationId } }, include: { project: true } } } } },
    orderBy: [{ user: { name: 'asc' } }, { userId: 'asc' }],
  })
  const visible = new Set(mayManage ? null : (await db().projectMember.findMany({ where: { userId: user.id } })).map(({ projectId }) => projectId))
  return {
    members: rows.map(({ role, user: { id, name, email, projects } }) => ({
      userId: id,
      name,
      email,
      role,
      projects: projects
        .filter(({ projectId }) => mayManage || visible.has(projectId))
        .map((entry) => ({ projectId: entry.projectId, name: entry.project.name, role: entry.role })),
    })),
    invitations: mayManage ? await pendingInvitations(user, organizationId) : [],
    mailConfigured: isMailConfigured(),
  }
}

/** GET /api/projects/:id/members — also the owners, who may do everything in every project. */
export async function readProjectMembers(user: SessionUser, projectId: string): Promise<z.infer<typeof ProjectMemberList>> {
  const { project, permissions } = await projectAccess(user, projectId)
  const { organizationId } = project
  const rows = await db().organizationMember.findMany({
    where: { organizationId, OR: [{ role: 'owner' }, { user: { projects: { some: { projectId } } } }] },
    include: { user: { include: { projects: { where: { projectId } } } } },
    orderBy: [{ user: { name: 'asc' } }, { userId: 'asc' }],
  })
  return {
    members: rows.map(({ role, user: { id, name, email, projects } }) => ({
      userId: id,
      name,
      email,
      organizationRole: role,
      projectRole: projects[0]?.role ?? null,
    })),
    invitations: permissions.includes('member.manage') ? await pendingInvitations(user, organizationId, projectId) : [],
    mailConfigured: isMailConfigured(),
  }
}
