// Sign-in with e-mail and password or through an OpenID Connect provider; the browser's token holds the ids of person and
// session and nothing that may change, roles least of all.
import type { NextAuthOptions } from 'next-auth'
import CredentialsProvider from 'next-auth/providers/credentials'
import { consoleConfig } from '../config/console.ts'
import { db } from '../db/client.ts'
import type { Visitor } from '../http/client-address.ts'
import { judgeOidcClaims, OIDC_PROVIDER, oidcOptions, oidcProvider, type OidcClaims } from './oidc-provider.ts'
import { passwordFits } from './password.ts'
import { endSession, SESSION_SECONDS, startSession } from './sessions.ts'
import { forgiveSignInTry, takeSignInTry } from './sign-in-limit.ts'

type Credentials = Record<'email' | 'password', string> | undefined

async function authorize(credentials: Credentials, { address }: Visitor) {
  const email = credentials?.email.trim().toLowerCase() ?? ''
  const password = credentials?.password ?? ''
  const waitS = await takeSignInTry({ email, address })
  // The sign-in page knows this word: next-auth hands an error's message to it as `error`.
  if (waitS > 0) throw new Error(`TooManyAttempts.${waitS}`)
  const user = await db().user.findUnique({ where: { email } })
  if (!(await passwordFits(password, user?.passwordHash ?? null)) || user === null) return null
  await forgiveSignInTry({ email, address })
  return { id: user.id, name: user.name, email: user.email }
}

const NOBODY: Visitor = { address: 'unknown', browser: '' }

/** next-auth's options for a request of `visitor`; made at run time, since `next build` has no secrets. */
export function authOptions(visitor: Visitor = NOBODY): NextAuthOptions {
  const oidc = oidcOptions()
  return {
    secret: consoleConfig().NEXTAUTH_SECRET,
    session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
    pages: { signIn: '/sign-in', error: '/sign-in', signOut: '/sign-in' },
    providers: [
      CredentialsProvider({
        credentials: { email: { type: 'email' }, password: { type: 'password' } },
        authorize: (credentials) => authorize(credentials, visitor),
      }),
      ...(oidc === null ? [] : [oidcProvider(oidc)]),
    ],
    callbacks: {
      async signIn({ account, profile }) {
        if (account?.provider !== OIDC_PROVIDER) return true
        const verdict = await judgeOidcClaims(profile as OidcClaims)
        return 'userId' in verdict ? true : `/sign-in?error=${verdict.refused}`
      },
      async jwt({ token, user, account, profile }) {
        // Only a sign-in brings a user; all other times the token is as it was.
        if (user === undefined) return token
        const verdict = account?.provider === OIDC_PROVIDER ? await judgeOidcClaims(profile as OidcClaims) : { userId: user.id }
        if (!('userId' in verdict)) throw new Error(verdict.refused)
        return { sub: verdict.userId, sid: await startSession(verdict.userId, visitor) }
      },
      session: ({ session, token }) => ({ expires: session.expires, sessionId: token.sid }),
    },
    events: {
      async signOut({ token }) {
        if (typeof token.sid === 'string' && token.sub) await endSession(token.sub, token.sid)
      },
    },
  }
}
