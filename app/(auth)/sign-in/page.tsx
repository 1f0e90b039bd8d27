import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { AuthCard } from '@/components/auth/auth-card'
import { safeReturnPath } from '@/components/auth/safe-return-path'
import { SignInForm } from '@/components/auth/sign-in-form'
import { isFirstRun } from '@/lib/auth/first-owner'
import { oidcOptions } from '@/lib/auth/oidc-provider'
import { currentUser } from '@/lib/auth/session'

export const metadata: Metadata = { title: 'Sign in' }
export const dynamic = 'force-dynamic'

export default async function SignInPage({ searchParams }: PageProps<'/sign-in'>) {
  const { callbackUrl, error } = await searchParams
  const asked = typeof callbackUrl === 'string' ? callbackUrl : null
  if (await isFirstRun()) redirect('/setup')
  if (await currentUser()) redirect(safeReturnPath(asked))
  return (
    <AuthCard title="Sign in" description="Use the account that your organization gave you.">
      <SignInForm callbackUrl={asked} error={typeof error === 'string' ? error : null} provider={oidcOptions()?.name ?? null} />
    </AuthCard>
  )
}
