// Sign-in through any OpenID Connect provider, found by discovery. It says who somebody is; whether they may come in is
// decided here, by their verified e-mail.
import type { OAuthConfig } from 'next-auth/providers/oauth'
import { consoleConfig, type ConsoleConfig } from '../config/console.ts'
import { db } from '../db/client.ts'
import { AppError } from '../errors/app-error.ts'

export const OIDC_PROVIDER = 'oidc'

export type OidcClaims = { sub: string; name?: string; email?: string; email_verified?: boolean }

type Options = { issuer: string; clientId: string; clientSecret: string | undefined; name: string }

/** The provider that is configured; null where none is. Throws config.invalid where only a part is. */
export function oidcOptions(config: ConsoleConfig = consoleConfig()): Options | null {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret, OIDC_NAME: name } = config
  if (issuer === undefined && clientId === undefined && clientSecret === undefined) return null
  if (issuer === undefined || clientId === undefined)
    throw new AppError('config.invalid', 'OIDC_ISSUER and OIDC_CLIENT_ID are set together or not at all. See .env.example.')
  return { issuer: issuer.replace(/\/+$/, ''), clientId, clientSecret, name }
}

/** next-auth's provider; authorization code with PKCE, state and nonce. */
export function oidcProvider({ issuer, clientId, clientSecret, name }: Options): OAuthConfig<OidcClaims> {
  return {
    id: OIDC_PROVIDER,
    name,
    type: 'oauth',
    wellKnown: `${issuer}/.well-known/openid-configuration`,
    clientId,
    ...(clientSecret === undefined ? { client: { token_endpoint_auth_method: 'none' } } : { clientSecret }),
    authorization: { params: { scope: 'openid email profile' } },
    // The ID token is checked for who signed in; the e-mail may stand at the userinfo endpoint only.
    idToken: true,
    checks: ['pkce', 'state', 'nonce'],
    userinfo: {
      request: async ({ client, tokens }) => {
        // At run time it is a TokenSet, whose ID token has been verified; userinfo of somebody else is refused.
        const set = tokens as Exclude<Parameters<typeof client.userinfo>[0], string>
        return { ...set.claims(), ...(client.issuer.metadata.userinfo_endpoint ? await client.userinfo(set) : {}) }
      },
    },
    profile: ({ sub, name: called, email }) => ({ id: sub, name: called ?? null, email: email ?? null }),
  }
}

export type OidcVerdict = { userId: string } | { refused: 'OidcUnverified' | 'OidcUnknown' }

/** Whose account it is. Nobody is made here: who is unknown has to be invited first. */
export async function judgeOidcClaims({ email, email_verified: verified }: OidcClaims): Promise<OidcVerdict> {
  if (email === undefined || verified !== true) return { refused: 'OidcUnverified' }
  const user = await db().user.findUnique({ where: { email: email.trim().toLowerCase() }, select: { id: true } })
  return user === null ? { refused: 'OidcUnknown' } : { userId: user.id }
}
