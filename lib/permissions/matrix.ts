// Who may do what, as a table. Pure. A person's permissions in a project are those of the role in the
// organization and those of the role in the project together.
import type { OrganizationRole, Permission, ProjectRole } from '../contracts/console-api.ts'
import { PERMISSIONS } from '../contracts/console-api.ts'

/** Who may look at a project may look at its entities too: docs/decisions/0012. */
const LOOK: readonly Permission[] = ['project.view', 'cluster.view', 'migration.view', 'collection.query']

const OF_ORGANIZATION_ROLE: Record<OrganizationRole, readonly Permission[]> = {
  owner: PERMISSIONS,
  billing_admin: [],
  member: [],
}

const OF_PROJECT_ROLE: Record<ProjectRole, readonly Permission[]> = {
  admin: [
    ...LOOK,
    'project.rename',
    'member.manage',
    'cluster.create',
    'cluster.rename',
    'cluster.delete',
    'cluster.token',
    'collection.load',
    'migration.start',
    'migration.stop',
    'migration.cancel',
    'migration.verify',
  ],
  read_write: [...LOOK, 'cluster.token', 'collection.load'],
  read_only: LOOK,
}

/** Every permission of a person in one project; in the organization as a whole where `project` is null. */
export function permissionsOf(roles: { organization: OrganizationRole; project: ProjectRole | null }): Permission[] {
  const granted = new Set(OF_ORGANIZATION_ROLE[roles.organization])
  if (roles.project !== null) for (const permission of OF_PROJECT_ROLE[roles.project]) granted.add(permission)
  return PERMISSIONS.filter((permission) => granted.has(permission))
}

/** Said to a person who lacks the permission: what is refused and who may do it. */
export function refusalOf(permission: Permission): string {
  const who = OF_PROJECT_ROLE.admin.includes(permission)
    ? 'an Organization Owner or a Project Admin'
    : 'an Organization Owner'
  return `Your role does not allow this (${permission}). Ask ${who}.`
}
