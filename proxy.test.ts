import { encode } from 'next-auth/jwt'
import { NextRequest } from 'next/server'
import { beforeAll, describe, expect, it } from 'vitest'
import nextConfig from './next.config'
import { proxy } from './proxy'

const SECRET = 'a secret of the tests only'
beforeAll(() => {
  Object.assign(process.env, {
    DATABASE_URL: 'postgresql://127.0.0.1/none',
    DATA_PLANE_TOKEN: 'a token of the tests only',
    NEXTAUTH_URL: 'https://console.test',
    NEXTAUTH_SECRET: SECRET,
    SECRETS_KEY: 'a key of the tests only',
  })
})

const get = (path: string, headers: Record<string, string> = {}) => proxy(new NextRequest(`https://console.test${path}`, { headers }))
const signedIn = async () => ({ cookie: `__Secure-next-auth.session-token=${await encode({ token: { sub: 'user-a', sid: 's' }, secret: SECRET })}` })
const policyOf = (response: Response) => new Map((response.headers.get('content-security-policy') ?? '').split('; ').map((rule) => rule.split(/ (.*)/s) as [string, string]))

describe('every page', () => {
  it('runs scripts by a nonce of its own, no inline script and no code out of text', async () => {
    const policies = (await Promise.all([get('/sign-in'), get('/sign-in'), get('/', await signedIn())])).map(policyOf)
    const nonces = policies.map((policy) => /^'self' 'nonce-([\w+/=]{16,})' 'strict-dynamic'$/.exec(policy.get('script-src') ?? '')?.[1])
    expect(new Set(nonces).size).toBe(3)
    expect(nonces).not.toContain(undefined)
  })

  it('stands in no frame, loads no plug-in and sends forms to the console alone', async () => {
    const policy = policyOf(await get('/setup'))
    expect(policy.get('frame-ancestors')).toBe("'none'")
    expect(policy.get('object-src')).toBe("'none'")
    expect(policy.get('base-uri')).toBe("'none'")
    expect(policy.get('form-action')).toBe("'self'")
    expect(policy.get('default-src')).toBe("'self'")
  })

  it('over https, is to be fetched by https from then on', async () => {
    expect((await get('/sign-in')).headers.get('strict-transport-security')).toMatch(/^max-age=\d{8}/)
  })

  it('a nonce that a client sends counts for nothing', async () => {
    const response = await get('/sign-in', { 'x-nonce': 'mine', 'content-security-policy': "script-src 'nonce-mine'" })
    expect(response.headers.get('content-security-policy')).not.toContain('mine')
    expect(response.headers.get('x-middleware-request-x-nonce')).not.toBe('mine')
    expect(response.headers.get('x-middleware-request-content-security-policy')).toBe(response.headers.get('content-security-policy'))
  })
})

describe('who is not signed in', () => {
  it('goes to the sign-in page and comes back to the page that was asked for', async () => {
    const response = await get('/projects/p1/jobs?progress=j1')
    expect(response.status).toBe(307)
    expect(new URL(response.headers.get('location') ?? '').searchParams.get('callbackUrl')).toBe('/projects/p1/jobs?progress=j1')
  })

  it('a token of somebody else’s making signs nobody in', async () => {
    const token = await encode({ token: { sub: 'user-a' }, secret: 'another secret of the tests' })
    expect((await get('/', { cookie: `__Secure-next-auth.session-token=${token}` })).status).toBe(307)
  })

  it('a person with a token gets the page', async () => {
    expect((await get('/projects/p1', await signedIn())).headers.get('location')).toBeNull()
  })
})

it('every answer, replies and scripts included, has the standing headers', async () => {
  const [rule] = (await (await nextConfig('phase-production-server')).headers?.()) ?? []
  expect(rule?.source).toBe('/:path*')
  expect(Object.fromEntries(rule?.headers.map(({ key, value }) => [key, value]) ?? [])).toMatchObject({
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'strict-origin-when-cross-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Permissions-Policy': expect.stringContaining('camera=()') as string,
  })
})
