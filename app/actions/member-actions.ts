import * as invitations from './invitations'
import * as members from './members'

const ofInvitations = {
  resendInvitation: invitations.resendInvitation,
  revokeInvitation: invitations.revokeInvitation,
  copyInvitationLink: invitations.copyInvitationLink,
}

/** What the list of the organization's members can ask of the server, handed in by its page. */
export const organizationMemberActions = {
  ...ofInvitations,
  inviteMembers: members.inviteMembers,
  changeMemberRole: members.changeMemberRole,
  removeMember: members.removeMember,
}

/** The same for the members of a project. */
export const projectMemberActions = {
  ...ofInvitations,
  inviteToProject: members.inviteToProject,
  changeProjectRole: members.changeProjectRole,
  removeProjectMember: members.removeProjectMember,
}
