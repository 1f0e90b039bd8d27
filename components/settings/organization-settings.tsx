'use client'
import { Card } from '@/components/ui/card'
import { ErrorState } from '@/components/ui/error-state'
import { Skeleton } from '@/components/ui/skeleton'
import { StaleNote } from '@/components/ui/stale-note'
import { useOrganizationSettings } from '@/lib/queries/organization-settings'
import { DataPlaneCard } from './data-plane-card'
import { MailCard } from './mail-card'
import { NameCard } from './name-card'
import { RegionsCard } from './regions-card'
import type { SettingsActions } from './settings-actions'

export function OrganizationSettings({ actions }: { actions: SettingsActions }) {
  const { data, error, refetch, dataUpdatedAt } = useOrganizationSettings()
  if (data === undefined) {
    if (error) return <Card><ErrorState error={error} onRetry={() => void refetch()} what="The settings" /></Card>
    return <div role="status" aria-label="Loading" className="max-w-3xl space-y-4">{[0, 1, 2].map((slot) => <Skeleton key={slot} className="h-40 rounded-lg" />)}</div>
  }
  return (
    <div className="max-w-3xl space-y-4">
      {error && <StaleNote at={dataUpdatedAt} error={error} />}
      <NameCard key={data.name} name={data.name} renameOrganization={actions.renameOrganization} />
      <MailCard mail={data.mail} sendTestMessage={actions.sendTestMessage} />
      {data.dataPlanes.map((plane) => (
        <DataPlaneCard key={plane.address} plane={plane} />
      ))}
      <RegionsCard providers={data.providers} />
    </div>
  )
}
