// Sign-in with e-mail and password; the session is a JWT that holds the person's id and nothing that may
// change, roles least of all.
import type { NextAuthOptions } from 'next-auth'
import CredentialsProvider from 'next-auth/providers/credentials'
import { consoleConfig } from '../config/console.ts'
import { db } from '../db/client.ts'
import { passwordFits } from './password.ts'
import { createSignInLimit } from './sign-in-limit.ts'

const SESSION_SECONDS = 7 * 24 * 60 * 60

const limit = createSignInLimit()

async function authorize(credentials: Record<'email' | 'password', string> | undefined) {
  const email = credentials?.email.trim().toLowerCase() ?? ''
  const password = credentials?.password ?? ''
  // The sign-in page knows this word: next-auth hands an error's message to it as `error`.
  if (!limit.allows(email)) throw new Error('TooManyAttempts')
  const user = await db().user.findUnique({ where: { email } })
  if (!(await passwordFits(password, user?.passwordHash ?? null)) || user === null) {
    limit.failed(email)
    return null
  }
  limit.succeeded(email)
  return { id: user.id, name: user.name, email: user.email }
}

/** next-auth's options; made at run time, since `next build` has no secrets. */
export function authOptions(): NextAuthOptions {
  return {
    secret: consoleConfig().NEXTAUTH_SECRET,
    session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
    pages: { signIn: '/sign-in' },
    providers: [
      CredentialsProvider({
        credentials: { email: { type: 'email' }, password: { type: 'password' } },
        authorize,
      }),
    ],
    callbacks: {
      session: ({ session, token }) => ({ ...session, user: { ...session.user, id: token.sub ?? '' } }),
    },
  }
}
