export const ORGANIZATION_ROLE_NAMES = {
  owner: 'Organization Owner',
  billing_admin: 'Organization Billing Admin',
  member: 'Organization Member',
} as const

export const PROJECT_ROLE_NAMES = {
  admin: 'Project Admin',
  read_write: 'Project Read-Write',
  read_only: 'Project Read-Only',
} as const

/** Why a button cannot be pressed by the one who looks at it. */
export const OWNERS_AND_ADMINS_ONLY = 'Only an Organization Owner or a Project Admin may do this.'
export const OWNERS_ONLY = 'Only an Organization Owner may do this.'
