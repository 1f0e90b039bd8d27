// Projects: made, renamed, deleted. Their people are in lib/organization.
import type { z } from 'zod'
import type { CreateProjectRequest } from '../contracts/console-requests.ts'
import type { DeleteProjectRequest, RenameProjectRequest } from '../contracts/organization-requests.ts'
import type { Tx } from '../db/client.ts'
import { db, isUniqueViolation } from '../db/client.ts'
import { newId } from '../db/new-id.ts'
import { recordActivity } from '../db/record-activity.ts'
import { AppError } from '../errors/app-error.ts'
import type { SessionUser } from '../permissions/access.ts'
import { requireOrganizationPermission, requirePermission } from '../permissions/access.ts'
import { deleteBlockedOf, renameBlockedOf } from './project-rules.ts'

async function withFreeName<T>(name: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await db().$transaction(work)
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw new AppError('request.invalid', `There is a project named "${name}" already.`, { details: { field: 'name' } })
  }
}

/** Throws request.invalid when the organization has a project of this name. */
export async function createProject(user: SessionUser, { name }: z.infer<typeof CreateProjectRequest>) {
  const { organization } = await requireOrganizationPermission(user, 'project.create')
  const id = newId.project()
  return withFreeName(name, async (tx) => {
    await tx.project.create({
      data: { id, name, organizationId: organization.id, members: { create: { userId: user.id, role: 'admin' } } },
    })
    await recordActivity(tx, { organizationId: organization.id, projectId: id, userId: user.id, message: `Project "${name}" was created.` })
    return { projectId: id }
  })
}

/** Throws project.not_deletable for the Default Project, request.invalid when the name is taken. */
export async function renameProject(user: SessionUser, { projectId, name }: z.infer<typeof RenameProjectRequest>): Promise<object> {
  const { project } = await requirePermission(user, 'project.rename', { projectId })
  const blocked = renameBlockedOf(project)
  if (blocked !== null) throw new AppError('project.not_deletable', blocked)
  if (name === project.name) return {}
  return withFreeName(name, async (tx) => {
    await tx.project.updateMany({ where: { id: projectId, deletedAt: null }, data: { name } })
    const message = `Project "${project.name}" was renamed to "${name}".`
    await recordActivity(tx, { organizationId: project.organizationId, projectId, userId: user.id, message })
    return {}
  })
}

/** Throws project.not_deletable while the project has clusters. What it did stays in the list of activities. */
export async function deleteProject(user: SessionUser, request: z.infer<typeof DeleteProjectRequest>): Promise<object> {
  const { projectId, confirmName } = request
  const { project } = await requirePermission(user, 'project.delete', { projectId })
  const { name, organizationId } = project
  if (confirmName !== name)
    throw new AppError('request.invalid', `Type the project's name, ${name}, to confirm.`, { details: { field: 'confirmName' } })
  return db().$transaction(async (tx) => {
    // The lock that conflicts with keepProject: a cluster that is being made is seen, or sees that the project is gone.
    const live = await tx.$queryRaw<unknown[]>`SELECT 1 FROM "Project" WHERE "id" = ${projectId} AND "deletedAt" IS NULL FOR UPDATE`
    if (live.length === 0) return {}
    const clusterCount = await tx.cluster.count({ where: { projectId, deletedAt: null } })
    const blocked = deleteBlockedOf({ name, clusterCount })
    if (blocked !== null) throw new AppError('project.not_deletable', blocked)
    await tx.projectMember.deleteMany({ where: { projectId } })
    await tx.invitationProject.deleteMany({ where: { projectId } })
    await tx.project.update({ where: { id: projectId }, data: { deletedAt: new Date() } })
    await recordActivity(tx, { organizationId, projectId, userId: user.id, level: 'warning', message: `Project "${name}" was deleted.` })
    return {}
  })
}
