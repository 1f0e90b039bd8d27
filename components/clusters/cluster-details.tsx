'use client'
import { ArrowRightLeft } from 'lucide-react'
import dynamic from 'next/dynamic'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import type { ReactNode } from 'react'
import { Banner } from '@/components/ui/banner'
import { Card } from '@/components/ui/card'
import { ErrorState } from '@/components/ui/error-state'
import { LinkButton } from '@/components/ui/link-button'
import { PageHeader } from '@/components/ui/page-header'
import { Skeleton } from '@/components/ui/skeleton'
import { StaleNote } from '@/components/ui/stale-note'
import { Tabs } from '@/components/ui/tabs'
import type { Cluster, ClusterDetail } from '@/lib/contracts/console-api'
import { refusalOf } from '@/lib/permissions/matrix'
import { useCluster } from '@/lib/queries/cluster'
import { AfterMigrationCard } from './after-migration-card'
import type { ClusterActions } from './cluster-actions'
import { ClusterState } from './cluster-state'
import { STATE_WORDS } from './cluster-words'
import { ConnectCard } from './connect-card'
import { DescriptionField } from './description-field'
import { SummaryCard } from './summary-card'

// Its code comes when the tab is opened.
const SettingsTab = dynamic(() => import('./settings-tab').then((file) => file.SettingsTab))

type Props = {
  clusterId: string
  actions: ClusterActions
  /** View Progress, where there is something to view. */
  progress: ReactNode
  migrations: ReactNode
  collections: ReactNode
  metrics: ReactNode
}

export function ClusterDetails({ clusterId, actions, progress, migrations, collections, metrics }: Props) {
  const { data, error, refetch, dataUpdatedAt } = useCluster(clusterId)
  if (data === undefined) {
    return error ? <Card><ErrorState error={error} onRetry={() => void refetch()} what="This cluster" /></Card> : <Loading />
  }
  const { cluster } = data
  return (
    <>
      <PageHeader
        title={cluster.name}
        aside={<ClusterState cluster={cluster} />}
        description={<DescriptionField detail={data} describeCluster={actions.describeCluster} />}
        crumbs={[{ label: cluster.projectName, href: `/projects/${cluster.projectId}` }]}
        actions={cluster.state === 'running' && <MigrateLink detail={data} />}
      />
      {error && <div className="mb-5"><StaleNote at={dataUpdatedAt} error={error} /></div>}
      {progress}
      {cluster.stateReason && (
        <Banner tone="bad" live className="mb-5" title={problemTitle(cluster)}>
          {cluster.stateReason}
        </Banner>
      )}
      <DetailTabs detail={data} actions={actions} migrations={migrations} collections={collections} metrics={metrics} />
    </>
  )
}

function problemTitle({ state, migration }: Cluster): string {
  const broken = state === 'failed' && migration?.role === 'target' && migration.stage === 'failed'
  return broken ? 'The migration into this cluster failed. It may hold a part of the data.' : STATE_WORDS[state].meaning
}

function MigrateLink({ detail: { cluster, permissions } }: { detail: ClusterDetail }) {
  return (
    <LinkButton href={`?migrate=1&source=${cluster.id}`} disabledReason={permissions.includes('migration.start') ? null : refusalOf('migration.start')}>
      <ArrowRightLeft aria-hidden />
      Migrate
    </LinkButton>
  )
}

type TabProps = { detail: ClusterDetail; actions: ClusterActions; migrations: ReactNode; collections: ReactNode; metrics: ReactNode }

function DetailTabs({ detail, actions, migrations, collections, metrics }: TabProps) {
  const path = usePathname()
  const router = useRouter()
  const asked = useSearchParams().get('tab')
  const tabs = [
    { value: 'overview', label: 'Overview', content: <Overview detail={detail} actions={actions} /> },
    { value: 'collections', label: 'Collections', content: collections },
    { value: 'migrations', label: 'Migrations', content: migrations },
    { value: 'metrics', label: 'Metrics', content: metrics },
    { value: 'settings', label: 'Settings', content: <SettingsTab detail={detail} actions={actions} /> },
  ]
  const value = tabs.find((tab) => tab.value === asked)?.value ?? 'overview'
  return (
    <Tabs
      label="Cluster"
      tabs={tabs}
      value={value}
      onChange={(next) => router.replace(next === 'overview' ? path : `${path}?tab=${next}`, { scroll: false })}
    />
  )
}

function Overview({ detail, actions }: { detail: ClusterDetail; actions: ClusterActions }) {
  return (
    <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <ConnectCard detail={detail} revealToken={actions.revealToken} />
      <div className="space-y-5">
        <SummaryCard detail={detail} />
        <AfterMigrationCard cluster={detail.cluster} />
      </div>
    </div>
  )
}

function Loading() {
  return (
    <div role="status" aria-label="Loading" className="space-y-5">
      <Skeleton className="h-12 w-72" />
      <Skeleton className="h-10" />
      <Skeleton className="h-96" />
    </div>
  )
}
