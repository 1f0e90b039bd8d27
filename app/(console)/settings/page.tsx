import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import * as actions from '@/app/actions/organization'
import { OrganizationSettings } from '@/components/settings/organization-settings'
import { Prefetched } from '@/components/shell/prefetched'
import { PageHeader } from '@/components/ui/page-header'
import { requireUser } from '@/lib/auth/session'
import { keys } from '@/lib/queries/keys'
import { readMe } from '@/lib/read/me'
import { readSettings } from '@/lib/read/settings'

export const metadata: Metadata = { title: 'Organization settings' }

export default async function SettingsPage() {
  const user = await requireUser('/settings')
  const { organization } = await readMe(user)
  if (!organization.permissions.includes('organization.settings')) notFound()
  return (
    <Prefetched reads={[{ queryKey: keys.organization.settings, read: () => readSettings(user) }]}>
      <PageHeader title="Settings" description="The organization's name, and how this console is configured. Options are set in the environment of the console and take effect with a restart." />
      <OrganizationSettings actions={{ renameOrganization: actions.renameOrganization, sendTestMessage: actions.sendTestMessage }} />
    </Prefetched>
  )
}
