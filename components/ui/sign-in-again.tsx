'use client'
import { usePathname, useSearchParams } from 'next/navigation'
import { buttonStyle } from './button-style'

/** True where the console refused because nobody is signed in any more. */
export function isSignedOut(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === 'request.unauthorized'
}

/** Leads back to where one is now. */
export function SignInAgain() {
  const path = usePathname()
  const query = useSearchParams().toString()
  const here = query ? `${path}?${query}` : path
  return (
    <a href={`/sign-in?callbackUrl=${encodeURIComponent(here)}`} className={buttonStyle({ size: 'sm' })}>
      Sign in again
    </a>
  )
}
