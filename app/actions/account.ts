'use server'
import type { z } from 'zod'
import * as account from '@/lib/account/change-account.ts'
import { currentSignIn, type SignedIn } from '@/lib/auth/session.ts'
import { ChangeNameRequest, ChangePasswordRequest, EndSessionRequest, NothingRequest, NotificationPreference } from '@/lib/contracts/account-requests.ts'
import { AppError } from '@/lib/errors/app-error.ts'
import { runAction } from '@/lib/http/run-action.ts'

/** These actions need to know by which session one is here. */
async function here(): Promise<SignedIn> {
  const signedIn = await currentSignIn()
  if (signedIn === null) throw new AppError('request.unauthorized', 'You are not signed in. Sign in again.')
  return signedIn
}

export async function changeName(input: z.input<typeof ChangeNameRequest>) {
  return runAction({ name: 'changeName', schema: ChangeNameRequest, input, act: async (_user, value) => account.changeName(await here(), value) })
}

export async function changePassword(input: z.input<typeof ChangePasswordRequest>) {
  return runAction({ name: 'changePassword', schema: ChangePasswordRequest, input, act: async (_user, value) => account.changePassword(await here(), value) })
}

export async function endOwnSession(input: z.input<typeof EndSessionRequest>) {
  return runAction({ name: 'endOwnSession', schema: EndSessionRequest, input, act: async (_user, value) => account.endOwnSession(await here(), value) })
}

export async function endOtherSessions() {
  return runAction({ name: 'endOtherSessions', schema: NothingRequest, input: {}, act: async () => account.endOtherSessions(await here()) })
}

export async function setNotificationPreference(input: z.input<typeof NotificationPreference>) {
  return runAction({ name: 'setNotificationPreference', schema: NotificationPreference, input, act: async (_user, value) => account.setNotificationPreference(await here(), value) })
}
