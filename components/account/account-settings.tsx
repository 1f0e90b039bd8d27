'use client'
import { Card } from '@/components/ui/card'
import { ErrorState } from '@/components/ui/error-state'
import { SkeletonRows } from '@/components/ui/skeleton'
import { StaleNote } from '@/components/ui/stale-note'
import { useAccount } from '@/lib/queries/account'
import type { AccountActions } from './account-actions'
import { AppearanceCard } from './appearance-card'
import { NameCard } from './name-card'
import { PasswordCard } from './password-card'
import { PreferencesCard } from './preferences-card'
import { SessionsCard } from './sessions-card'

/** All that people set for themselves. */
export function AccountSettings({ actions }: { actions: AccountActions }) {
  const { data, error, dataUpdatedAt, refetch } = useAccount()
  if (!data) return <Card>{error ? <ErrorState error={error} what="Your account" onRetry={() => void refetch()} /> : <SkeletonRows rows={6} />}</Card>
  return (
    <div className="max-w-3xl space-y-5">
      {error && <StaleNote at={dataUpdatedAt} error={error} />}
      <NameCard account={data} changeName={actions.changeName} />
      <PasswordCard email={data.email} changePassword={actions.changePassword} />
      <AppearanceCard />
      <PreferencesCard account={data} setNotificationPreference={actions.setNotificationPreference} />
      <SessionsCard sessions={data.sessions} actions={actions} />
    </div>
  )
}
