import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Suspense } from 'react'
import { ActivityList } from '@/components/activities/activity-list'
import { PageHeader } from '@/components/ui/page-header'
import { requireUser } from '@/lib/auth/session'
import { readMe } from '@/lib/read/me'

export const metadata: Metadata = { title: 'Activities' }

export default async function ActivitiesPage() {
  const { organization } = await readMe(await requireUser('/activities'))
  if (!organization.permissions.includes('organization.activities')) notFound()
  return (
    <>
      <PageHeader title="Activities" description={`Who did what in ${organization.name}, and what the console did by itself.`} />
      <Suspense>
        <ActivityList />
      </Suspense>
    </>
  )
}
