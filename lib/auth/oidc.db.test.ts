// Sign-in through a real OpenID Connect server (oidc-provider): a browser's steps by hand, next-auth's own handler in between.
import NextAuth from 'next-auth'
import { decode } from 'next-auth/jwt'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { consoleConfig } from '../config/console.ts'
import { db } from '../db/client.ts'
import type { Bench } from '../jobs/testing/job-store-bench.ts'
import { startBench } from '../jobs/testing/job-store-bench.ts'
import { oidcOptions } from './oidc-provider.ts'
import { authOptions } from './options.ts'
import { findSessionUser } from './sessions.ts'

const CONSOLE = 'http://console.test'
const visitor = { address: '10.0.0.1', browser: 'Firefox' }
const person = { sub: 'person-1', email: 'ada@example.com', verified: true }

let bench: Bench
let server: http.Server
let issuer: string

beforeAll(async () => {
  server = http.createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider = new Provider(issuer, {
    clients: [{ client_id: 'console', client_secret: 'a secret of the tests', redirect_uris: [`${CONSOLE}/api/auth/callback/oidc`] }],
    claims: { email: ['email', 'email_verified'], profile: ['name'] },
    pkce: { required: () => true, methods: ['S256'] },
    findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id, name: 'Ada', email: person.email, email_verified: person.verified }) }),
    cookies: { keys: ['a key of the tests'] },
  })
  server.on('request', provider.callback())
  bench = await startBench({ OIDC_ISSUER: issuer, OIDC_CLIENT_ID: 'console', OIDC_CLIENT_SECRET: 'a secret of the tests', OIDC_NAME: 'Test ID' })
})
afterAll(async () => {
  await bench.stop()
  await new Promise((resolve) => server.close(resolve))
})
beforeEach(() => Object.assign(person, { sub: 'person-1', email: 'ada@example.com', verified: true }))

type Jar = Map<string, string>
const cookieHeader = (jar: Jar) => [...jar].map(([name, value]) => `${name}=${value}`).join('; ')

type Answer = { redirect: string | null; body: unknown }

/** A request to next-auth's own handler; cookies are kept in the jar as a browser does. */
async function ask(jar: Jar, action: 'csrf' | 'signin' | 'callback', input: { method: string; body?: Record<string, string>; query?: Record<string, string> }): Promise<Answer> {
  const answer: Answer = { redirect: null, body: null }
  const headers = new Map<string, string[]>()
  const response = {
    status: () => response,
    getHeader: (name: string) => headers.get(name.toLowerCase()),
    setHeader: (name: string, value: string | string[]) => headers.set(name.toLowerCase(), [value].flat()),
    end: () => undefined,
    json: (body: unknown) => (answer.body = body),
    send: (body: unknown) => (answer.body = body),
  }
  const query = { ...input.query, nextauth: action === 'csrf' ? [action] : [action, 'oidc'] }
  const request = { headers: { host: 'console.test' }, body: {}, ...input, cookies: Object.fromEntries(jar), query }
  await NextAuth(request as never, response as never, authOptions(visitor))
  for (const line of headers.get('set-cookie') ?? []) {
    const [name, value] = line.split(';')[0]!.split(/=(.*)/s) as [string, string]
    if (value === '') jar.delete(name)
    else jar.set(name, decodeURIComponent(value))
  }
  answer.redirect = headers.get('location')?.[0] ?? null
  return answer
}

/** Follows the provider's pages until it sends the browser back to the console; signs in as `person` on the way. */
async function throughProvider(start: string): Promise<URL> {
  const jar: Jar = new Map()
  let url = start
  let body: URLSearchParams | undefined
  for (let step = 0; step < 12; step++) {
    const response = await fetch(url, { redirect: 'manual', headers: { cookie: cookieHeader(jar) }, ...(body && { method: 'POST', body }) })
    for (const line of response.headers.getSetCookie()) {
      const [name, value] = line.split(';')[0]!.split(/=(.*)/s) as [string, string]
      jar.set(name, value)
    }
    const location = response.headers.get('location')
    if (location?.startsWith(CONSOLE)) return new URL(location)
    if (location) {
      url = new URL(location, url).href
      body = undefined
      continue
    }
    const page = await response.text()
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1] ?? ''
    url = /action="([^"]+)"/.exec(page)?.[1] ?? url
    body = new URLSearchParams({ prompt, login: person.sub, password: 'any' })
  }
  throw new Error(`the provider did not come back from ${start}`)
}

async function signIn(jar: Jar = new Map(), change: (back: URLSearchParams) => void = () => undefined) {
  const { body } = await ask(jar, 'csrf', { method: 'GET' })
  const { csrfToken } = body as { csrfToken: string }
  const begun = await ask(jar, 'signin', { method: 'POST', body: { csrfToken, callbackUrl: CONSOLE } })
  const start = new URL(begun.redirect ?? '')
  const back = (await throughProvider(start.href)).searchParams
  change(back)
  const done = await ask(jar, 'callback', { method: 'GET', query: Object.fromEntries(back) })
  return { start, jar, redirect: done.redirect }
}

async function signedInAs(jar: Jar) {
  const secret = consoleConfig().NEXTAUTH_SECRET
  const cookie = jar.get('next-auth.session-token')
  const token = cookie === undefined ? null : await decode({ token: cookie, secret })
  return token === null ? null : findSessionUser(String(token.sid), visitor)
}

it('a person with a verified e-mail that is known here comes in, with PKCE, state and nonce', async () => {
  const { owner } = await bench.newProject()
  person.email = owner.email.toUpperCase()
  const { start, jar, redirect } = await signIn()
  for (const check of ['code_challenge', 'state', 'nonce']) expect(start.searchParams.get(check)).toBeTruthy()
  expect(start.searchParams.get('code_challenge_method')).toBe('S256')
  expect(redirect).toBe(CONSOLE)
  expect(await signedInAs(jar)).toEqual(owner)
})

it('nobody comes in by an e-mail that the provider has not verified', async () => {
  const { owner } = await bench.newProject()
  Object.assign(person, { email: owner.email, verified: false, sub: 'person-2' })
  const { jar, redirect } = await signIn()
  expect(redirect).toBe('/sign-in?error=OidcUnverified')
  expect(await signedInAs(jar)).toBeNull()
})

it('who is unknown is refused, and no account is made', async () => {
  Object.assign(person, { email: 'stranger@example.com', sub: 'person-3' })
  const { jar, redirect } = await signIn()
  expect(redirect).toBe('/sign-in?error=OidcUnknown')
  expect(await signedInAs(jar)).toBeNull()
  expect(await db().user.count({ where: { email: 'stranger@example.com' } })).toBe(0)
})

it('an answer with another state than the browser began with is refused', async () => {
  const { owner } = await bench.newProject()
  Object.assign(person, { email: owner.email, sub: 'person-4' })
  const { jar, redirect } = await signIn(new Map(), (back) => back.set('state', 'another'))
  expect(redirect).toContain('error=OAuthCallback')
  expect(await signedInAs(jar)).toBeNull()
})

it('a code that was stolen is worth nothing without the browser that began', async () => {
  const { owner } = await bench.newProject()
  Object.assign(person, { email: owner.email, sub: 'person-5' })
  const jar: Jar = new Map()
  const { redirect } = await signIn(jar, () => jar.clear())
  expect(redirect).toContain('error=OAuthCallback')
})

it('half a configuration is refused and named', () => {
  const config = consoleConfig()
  expect(() => oidcOptions({ ...config, OIDC_CLIENT_ID: undefined })).toThrow(/OIDC_ISSUER and OIDC_CLIENT_ID/)
  expect(oidcOptions({ ...config, OIDC_ISSUER: undefined, OIDC_CLIENT_ID: undefined, OIDC_CLIENT_SECRET: undefined })).toBeNull()
})
