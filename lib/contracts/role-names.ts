// The roles as people read them, in pages, mails and activities.

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
