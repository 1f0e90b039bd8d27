// A person's standing, read from the job store at every check, so that a role that is taken away counts
// at once. What one may not see is "not found", so that ids tell nothing.
import type { OrganizationRole, Permission, ProjectRole } from '../contracts/console-api.ts'
import type { Tx } from '../db/client.ts'
import { db } from '../db/client.ts'
import { AppError } from '../errors/app-error.ts'
import { permissionsOf, refusalOf } from './matrix.ts'

export type SessionUser = { id: string; name: string; email: string }

export type OrganizationAccess = {
  organization: { id: string; name: string }
  role: OrganizationRole
  permissions: Permission[]
}

export type ProjectAccess = {
  project: { id: string; name: string; organizationId: string; createdAt: Date }
  organizationRole: OrganizationRole
  role: ProjectRole | null
  permissions: Permission[]
}

/** The organization of a person. Throws request.forbidden for one who belongs to none. */
export async function organizationAccess(user: SessionUser, tx: Tx = db()): Promise<OrganizationAccess> {
  const member = await tx.organizationMember.findFirst({
    where: { userId: user.id },
    include: { organization: true },
    orderBy: { organizationId: 'asc' },
  })
  if (member === null) throw new AppError('request.forbidden', 'You belong to no organization. Ask to be invited.')
  return {
    organization: { id: member.organization.id, name: member.organization.name },
    role: member.role,
    permissions: permissionsOf({ organization: member.role, project: null }),
  }
}

/** Every project that the person may see, by name. */
export async function visibleProjects(user: SessionUser, tx: Tx = db()): Promise<ProjectAccess[]> {
  const { organization, role } = await organizationAccess(user, tx)
  const projects = await tx.project.findMany({
    where: { organizationId: organization.id, deletedAt: null },
    include: { members: { where: { userId: user.id } } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  })
  return projects
    .map(({ members, ...project }) => {
      const projectRole = members[0]?.role ?? null
      return {
        project,
        organizationRole: role,
        role: projectRole,
        permissions: permissionsOf({ organization: role, project: projectRole }),
      }
    })
    .filter((access) => access.permissions.includes('project.view'))
}

/** The person's standing in one project. Throws request.not_found where it may not be seen. */
export async function projectAccess(user: SessionUser, projectId: string, tx: Tx = db()): Promise<ProjectAccess> {
  const access = (await visibleProjects(user, tx)).find((entry) => entry.project.id === projectId)
  if (access === undefined) throw new AppError('request.not_found', `There is no project "${projectId}".`)
  return access
}

/** Throws request.forbidden unless the person may do this in the project. */
export async function requirePermission(
  user: SessionUser,
  permission: Permission,
  scope: { projectId: string },
  tx: Tx = db(),
): Promise<ProjectAccess> {
  const access = await projectAccess(user, scope.projectId, tx)
  if (!access.permissions.includes(permission)) throw new AppError('request.forbidden', refusalOf(permission))
  return access
}

/** Throws request.forbidden unless the person may do this in the whole organization. */
export async function requireOrganizationPermission(
  user: SessionUser,
  permission: Permission,
  tx: Tx = db(),
): Promise<OrganizationAccess> {
  const access = await organizationAccess(user, tx)
  if (!access.permissions.includes(permission)) throw new AppError('request.forbidden', refusalOf(permission))
  return access
}

/** The cluster and the person's standing in its project. Throws cluster.not_found where it may not be seen. */
export async function clusterAccess(user: SessionUser, clusterId: string, tx: Tx = db()) {
  const cluster = await tx.cluster.findUnique({ where: { id: clusterId } })
  const access = cluster && (await visibleProjects(user, tx)).find((entry) => entry.project.id === cluster.projectId)
  if (!cluster || cluster.deletedAt !== null || !access)
    throw new AppError('cluster.not_found', `There is no cluster "${clusterId}". It may have been deleted.`)
  return { cluster, access }
}

/** As clusterAccess, and throws request.forbidden unless the person may do this to the cluster. */
export async function requireClusterPermission(
  user: SessionUser,
  permission: Permission,
  clusterId: string,
  tx: Tx = db(),
) {
  const found = await clusterAccess(user, clusterId, tx)
  if (!found.access.permissions.includes(permission)) throw new AppError('request.forbidden', refusalOf(permission))
  return found
}

/**
 * The migration and the person's standing in its source's project. Those who see the target's project alone may
 * look at it and do no more.
 */
export async function migrationAccess(user: SessionUser, migrationId: string, tx: Tx = db()) {
  const migration = await tx.migration.findUnique({
    where: { id: migrationId },
    include: { source: true, target: true, createdBy: true },
  })
  const visible = migration === null ? [] : await visibleProjects(user, tx)
  const bySource = visible.find(({ project }) => project.id === migration?.source.projectId)
  const byTarget = visible.find(({ project }) => project.id === migration?.target.projectId)
  const access = bySource ?? (byTarget && { ...byTarget, permissions: byTarget.permissions.filter(isLook) })
  if (migration === null || access === undefined)
    throw new AppError('migration.not_found', `There is no migration "${migrationId}".`)
  return { migration, access }
}

const isLook = (permission: Permission): boolean => permission.endsWith('.view')

/** As migrationAccess, and throws request.forbidden unless the person may do this to the migration. */
export async function requireMigrationPermission(
  user: SessionUser,
  permission: Permission,
  migrationId: string,
  tx: Tx = db(),
) {
  const found = await migrationAccess(user, migrationId, tx)
  if (!found.access.permissions.includes(permission)) throw new AppError('request.forbidden', refusalOf(permission))
  return found
}
