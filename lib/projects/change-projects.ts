// Projects and the people in them.
import type { z } from 'zod'
import { hashPassword } from '../auth/password.ts'
import type { AddMemberRequest, CreateProjectRequest } from '../contracts/console-requests.ts'
import { db, isUniqueViolation } from '../db/client.ts'
import { newId } from '../db/new-id.ts'
import { AppError } from '../errors/app-error.ts'
import type { SessionUser } from '../permissions/access.ts'
import { requireOrganizationPermission, requirePermission } from '../permissions/access.ts'
import { refusalOf } from '../permissions/matrix.ts'

/** Throws request.invalid when the organization has a project of this name. */
export async function createProject(user: SessionUser, { name }: z.infer<typeof CreateProjectRequest>) {
  const { organization } = await requireOrganizationPermission(user, 'project.create')
  const id = newId.project()
  try {
    await db().project.create({
      data: { id, name, organizationId: organization.id, members: { create: { userId: user.id, role: 'admin' } } },
    })
    return { projectId: id }
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw new AppError('request.invalid', `There is a project named "${name}" already.`, { details: { field: 'name' } })
  }
}

/**
 * Gives a person a role in a project; makes the person where the address is new. An existing person keeps
 * password, name and organization role. Only an owner makes owners.
 */
export async function addMember(user: SessionUser, request: z.infer<typeof AddMemberRequest>): Promise<object> {
  const { projectId, email, name, password, organizationRole, projectRole } = request
  const access = await requirePermission(user, 'member.manage', { projectId })
  if (organizationRole !== 'member' && access.organizationRole !== 'owner')
    throw new AppError('request.forbidden', refusalOf('project.create'))
  const { organizationId } = access.project
  const passwordHash = await hashPassword(password)
  await db().$transaction(async (tx) => {
    const person =
      (await tx.user.findUnique({ where: { email }, include: { organizations: true } })) ??
      (await tx.user.create({
        data: {
          id: newId.user(),
          email,
          name,
          passwordHash,
          organizations: { create: { organizationId, role: organizationRole } },
        },
        include: { organizations: true },
      }))
    if (!person.organizations.some((entry) => entry.organizationId === organizationId))
      throw new AppError('request.invalid', 'This person belongs to another organization.', { details: { field: 'email' } })
    await tx.projectMember.upsert({
      where: { projectId_userId: { projectId, userId: person.id } },
      create: { projectId, userId: person.id, role: projectRole },
      update: { role: projectRole },
    })
  })
  return {}
}
