'use server'
import type { z } from 'zod'
import * as requests from '@/lib/contracts/organization-requests.ts'
import { runAction } from '@/lib/http/run-action.ts'
import * as members from '@/lib/organization/change-members.ts'
import * as invite from '@/lib/organization/invite.ts'

export async function inviteMembers(input: z.input<typeof requests.InviteMembersRequest>) {
  return runAction({ name: 'inviteMembers', schema: requests.InviteMembersRequest, input, act: invite.inviteMembers })
}

export async function inviteToProject(input: z.input<typeof requests.InviteToProjectRequest>) {
  return runAction({ name: 'inviteToProject', schema: requests.InviteToProjectRequest, input, act: invite.inviteToProject })
}

export async function changeMemberRole(input: z.input<typeof requests.MemberRoleChange>) {
  return runAction({ name: 'changeMemberRole', schema: requests.MemberRoleChange, input, act: members.changeMemberRole })
}

export async function removeMember(input: z.input<typeof requests.MemberRequest>) {
  return runAction({ name: 'removeMember', schema: requests.MemberRequest, input, act: members.removeMember })
}

export async function changeProjectRole(input: z.input<typeof requests.ProjectRoleChange>) {
  return runAction({ name: 'changeProjectRole', schema: requests.ProjectRoleChange, input, act: members.changeProjectRole })
}

export async function removeProjectMember(input: z.input<typeof requests.ProjectMemberRequest>) {
  return runAction({ name: 'removeProjectMember', schema: requests.ProjectMemberRequest, input, act: members.removeProjectMember })
}
