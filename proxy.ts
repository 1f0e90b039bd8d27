// In front of every page: sends people who are not signed in to the sign-in page, and tells the browser what the page may do.
// The API checks for itself and answers 401.
import { getToken } from 'next-auth/jwt'
import { NextResponse, type NextRequest } from 'next/server'
import { consoleConfig } from '@/lib/config/console'
import { contentSecurityPolicy, transportSecurity } from '@/lib/http/security-headers'

/** As lib/auth/session.ts reads it. */
const ASKED_PATH = 'x-asked-path'
const OPEN = /^\/(sign-in|setup|invitations)(\/|$)/

async function isSignedIn(request: NextRequest, secret: string): Promise<boolean> {
  return (await getToken({ req: request, secret })) !== null
}

export async function proxy(request: NextRequest): Promise<NextResponse> {
  const { NEXTAUTH_URL, NEXTAUTH_SECRET } = consoleConfig()
  const { pathname, search } = request.nextUrl
  const nonce = Buffer.from(crypto.randomUUID()).toString('base64')
  // Next replaces this name at build time.
  // eslint-disable-next-line no-restricted-properties
  const development = process.env.NODE_ENV === 'development'
  const policy = contentSecurityPolicy({ nonce, development })
  const headers = new Headers(request.headers)
  // Next reads the nonce for its own scripts from the request's policy.
  headers.set('content-security-policy', policy)
  headers.set('x-nonce', nonce)
  headers.set(ASKED_PATH, pathname + search)
  const response = await answer(request, headers, NEXTAUTH_SECRET)
  response.headers.set('Content-Security-Policy', policy)
  for (const [name, value] of Object.entries(transportSecurity(NEXTAUTH_URL))) response.headers.set(name, value)
  return response
}

async function answer(request: NextRequest, headers: Headers, secret: string): Promise<NextResponse> {
  const { pathname, search } = request.nextUrl
  if (OPEN.test(pathname) || (await isSignedIn(request, secret))) return NextResponse.next({ request: { headers } })
  const signIn = new URL('/sign-in', request.nextUrl.origin)
  if (pathname + search !== '/') signIn.searchParams.set('callbackUrl', pathname + search)
  return NextResponse.redirect(signIn)
}

export const config = {
  matcher: ['/((?!api|_next|favicon.ico|.*\\.(?:svg|png|ico|webmanifest|txt)$).*)'],
}
