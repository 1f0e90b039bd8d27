import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { createFirstOwner } from '@/app/actions/setup'
import { AuthCard } from '@/components/auth/auth-card'
import { SetupForm } from '@/components/auth/setup-form'
import { isFirstRun } from '@/lib/auth/first-owner'

export const metadata: Metadata = { title: 'Set up' }
export const dynamic = 'force-dynamic'

export default async function SetupPage() {
  if (!(await isFirstRun())) redirect('/sign-in')
  return (
    <AuthCard title="Set up this console" description="Nobody can sign in yet. You become the first Organization Owner.">
      <SetupForm createFirstOwner={createFirstOwner} />
    </AuthCard>
  )
}
