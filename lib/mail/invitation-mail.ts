// The mail of an invitation. Pure. The link is complete only once it is sent; see lib/organization/invitation-link.ts.
import type { OrganizationRole, ProjectRole } from '../contracts/console-api.ts'
import { ORGANIZATION_ROLE_NAMES, PROJECT_ROLE_NAMES } from '../contracts/role-names.ts'
import type { Mail } from './compose-mail.ts'

export type InvitationFacts = {
  organizationName: string
  invitedBy: { name: string; email: string }
  email: string
  role: OrganizationRole
  projects: { name: string; role: ProjectRole }[]
  expiresAt: Date
  path: string
}

const until = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit', timeZone: 'UTC' })

/** Says who invites whom to what, until when, and what to do with a mail nobody expected. */
export function invitationMail(facts: InvitationFacts): Mail {
  const { organizationName, invitedBy, email, role, projects, expiresAt, path } = facts
  const where = projects.map((project) => `project "${project.name}" as ${PROJECT_ROLE_NAMES[project.role]}`)
  const access = where.length === 0 ? '' : ` You get access to ${where.join(', ')}.`
  return {
    title: `Invitation to ${organizationName}`,
    body: `${invitedBy.name} (${invitedBy.email}) invites you to the organization "${organizationName}" in Zero Downtime Migration for Milvus as ${ORGANIZATION_ROLE_NAMES[role]}.${access} The invitation is for ${email} and can be accepted until ${until.format(expiresAt)} UTC. If you did not expect it, ignore this mail.`,
    linkText: 'Accept invitation',
    path,
    unasked: true,
  }
}
