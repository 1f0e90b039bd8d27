// Who is signed in, in handlers, actions and pages.
import { getServerSession } from 'next-auth'
import { redirect } from 'next/navigation'
import { db } from '../db/client.ts'
import type { SessionUser } from '../permissions/access.ts'
import { authOptions } from './options.ts'

/** The session as next-auth's SessionProvider takes it; null when nobody is signed in. */
export function currentSession() {
  return getServerSession(authOptions())
}

/** The person who is signed in and still exists; null when there is none. */
export async function currentUser(): Promise<SessionUser | null> {
  const session = await currentSession()
  const id = (session?.user as { id?: string } | undefined)?.id
  if (id === undefined || id === '') return null
  return db().user.findUnique({ where: { id }, select: { id: true, name: true, email: true } })
}

/** For pages: the person who is signed in; others are sent to sign in. */
export async function requireUser(callbackUrl = '/'): Promise<SessionUser> {
  const user = await currentUser()
  if (user === null) redirect(`/sign-in?callbackUrl=${encodeURIComponent(callbackUrl)}`)
  return user
}
