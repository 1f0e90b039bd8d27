// Who is signed in, in handlers, actions and pages.
import { getServerSession } from 'next-auth'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { visitorOf } from '../http/client-address.ts'
import type { SessionUser } from '../permissions/access.ts'
import { authOptions } from './options.ts'
import { findSessionUser } from './sessions.ts'

export type SignedIn = { user: SessionUser; sessionId: string }

/** The person who is signed in and the session; null when there is none or it has ended. Looked up once for each page. */
export const currentSignIn = cache(async (): Promise<SignedIn | null> => {
  const session = (await getServerSession(authOptions())) as { sessionId?: unknown } | null
  const sessionId = session?.sessionId
  if (typeof sessionId !== 'string') return null
  const user = await findSessionUser(sessionId, visitorOf(await headers()))
  return user && { user, sessionId }
})

/** The person who is signed in; null when there is none. */
export async function currentUser(): Promise<SessionUser | null> {
  return (await currentSignIn())?.user ?? null
}

/** Where proxy.ts says which page is asked for; layouts do not know it otherwise. */
export const ASKED_PATH = 'x-asked-path'

/** For pages: the person who is signed in; others are sent to sign in and come back here. */
export async function requireUser(callbackUrl?: string): Promise<SessionUser> {
  const user = await currentUser()
  if (user !== null) return user
  const back = callbackUrl ?? (await headers()).get(ASKED_PATH) ?? '/'
  redirect(back === '/' ? '/sign-in' : `/sign-in?callbackUrl=${encodeURIComponent(back)}`)
}
