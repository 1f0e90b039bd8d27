'use server'
import type { z } from 'zod'
import * as requests from '@/lib/contracts/organization-requests.ts'
import { parseInput } from '@/lib/http/parse-input.ts'
import { asResult, runAction } from '@/lib/http/run-action.ts'
import * as accept from '@/lib/organization/accept-invitation.ts'
import * as change from '@/lib/organization/change-invitation.ts'

type Named = z.input<typeof requests.InvitationRequest>

export async function resendInvitation(input: Named) {
  return runAction({ name: 'resendInvitation', schema: requests.InvitationRequest, input, act: change.resendInvitation })
}

export async function revokeInvitation(input: Named) {
  return runAction({ name: 'revokeInvitation', schema: requests.InvitationRequest, input, act: change.revokeInvitation })
}

export async function copyInvitationLink(input: Named) {
  return runAction({ name: 'copyInvitationLink', schema: requests.InvitationRequest, input, act: change.copyInvitationLink })
}

export async function acceptInvitation(input: z.input<typeof requests.AcceptInvitationRequest>) {
  return runAction({ name: 'acceptInvitation', schema: requests.AcceptInvitationRequest, input, act: accept.acceptInvitation })
}

/** Needs no session: the link's token says who one is. */
export async function joinByInvitation(input: z.input<typeof requests.JoinByInvitationRequest>) {
  return asResult('joinByInvitation', () => accept.joinByInvitation(parseInput(requests.JoinByInvitationRequest, input)))
}
