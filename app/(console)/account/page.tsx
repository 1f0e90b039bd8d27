import type { Metadata } from 'next'
import * as actions from '@/app/actions/account'
import { AccountSettings } from '@/components/account/account-settings'
import { Prefetched } from '@/components/shell/prefetched'
import { PageHeader } from '@/components/ui/page-header'
import { currentSignIn, requireUser } from '@/lib/auth/session'
import { keys } from '@/lib/queries/keys'
import { readAccount } from '@/lib/read/account'

export const metadata: Metadata = { title: 'Account' }

export default async function AccountPage() {
  await requireUser()
  const signedIn = await currentSignIn()
  const { changeName, changePassword, endOwnSession, endOtherSessions, setNotificationPreference } = actions
  return (
    <Prefetched reads={signedIn ? [{ queryKey: keys.account.root, read: () => readAccount(signedIn) }] : []}>
      <PageHeader title="Account" description="Your name, password, notifications and sessions." />
      <AccountSettings actions={{ changeName, changePassword, endOwnSession, endOtherSessions, setNotificationPreference }} />
    </Prefetched>
  )
}
