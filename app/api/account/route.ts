import { currentSignIn } from '@/lib/auth/session.ts'
import { AppError } from '@/lib/errors/app-error.ts'
import { signedInGet } from '@/lib/http/signed-in-get.ts'
import { readAccount } from '@/lib/read/account.ts'

export const GET = signedInGet(async () => {
  const signedIn = await currentSignIn()
  if (signedIn === null) throw new AppError('request.unauthorized', 'You are not signed in. Sign in again.')
  return readAccount(signedIn)
})
