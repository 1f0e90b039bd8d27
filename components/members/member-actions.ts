import type { OrganizationRole, ProjectRole } from '@/lib/contracts/console-api'
import type { ActionResult } from '@/lib/contracts/console-requests'

type Invited = { invited: string[]; added: string[]; mailed: boolean }
type OfInvitation = { invitationId: string }
type OfProject = { projectId: string; userId: string }

export type InvitationActions = {
  resendInvitation: (input: OfInvitation) => Promise<ActionResult<{ mailed: boolean }>>
  revokeInvitation: (input: OfInvitation) => Promise<ActionResult<unknown>>
  copyInvitationLink: (input: OfInvitation) => Promise<ActionResult<{ link: string }>>
}

/** What the pages hand in: a feature never reaches into the routes for its actions. */
export type OrganizationMemberActions = InvitationActions & {
  inviteMembers: (input: {
    emails: string[]
    role: OrganizationRole
    projects: { projectId: string; role: ProjectRole }[]
  }) => Promise<ActionResult<Invited>>
  changeMemberRole: (input: { userId: string; role: OrganizationRole }) => Promise<ActionResult<unknown>>
  removeMember: (input: { userId: string }) => Promise<ActionResult<unknown>>
}

export type ProjectMemberActions = InvitationActions & {
  inviteToProject: (input: { projectId: string; emails: string[]; role: ProjectRole }) => Promise<ActionResult<Invited>>
  changeProjectRole: (input: OfProject & { role: ProjectRole }) => Promise<ActionResult<unknown>>
  removeProjectMember: (input: OfProject) => Promise<ActionResult<unknown>>
}
