import { ORGANIZATION_ROLES, PROJECT_ROLES, type OrganizationRole, type ProjectRole } from '@/lib/contracts/console-api'
import { ORGANIZATION_ROLE_NAMES, PROJECT_ROLE_NAMES } from '@/lib/contracts/role-names'

const ORGANIZATION: Record<OrganizationRole, string> = {
  owner: 'May do everything: projects, clusters, migrations, members, settings.',
  billing_admin: 'For billing, of which this console has none. Sees the members of the organization, and the projects they are added to.',
  member: 'Sees the members of the organization, and the projects they are added to.',
}

const PROJECT: Record<ProjectRole, string> = {
  admin: 'Creates and deletes clusters, runs migrations, changes members of the project.',
  read_write: 'Sees the tokens of clusters, loads and releases collections.',
  read_only: 'Sees clusters and migrations.',
}

export const ORGANIZATION_ROLE_OPTIONS = ORGANIZATION_ROLES.map((value) => ({ value, label: ORGANIZATION_ROLE_NAMES[value], detail: ORGANIZATION[value] }))
export const PROJECT_ROLE_OPTIONS = PROJECT_ROLES.map((value) => ({ value, label: PROJECT_ROLE_NAMES[value], detail: PROJECT[value] }))
