import type { Metadata } from 'next'
import { Suspense } from 'react'
import { deleteCluster, describeCluster, renameCluster, revealToken, setAfterLife } from '@/app/actions/clusters'
import * as collectionActions from '@/app/actions/collections'
import { migrationActions } from '@/app/actions/migration-actions'
import { ClusterDetails } from '@/components/clusters/cluster-details'
import { LazyCollectionsTab } from '@/components/collections/lazy-collections-tab'
import { LazyMetricsTab } from '@/components/metrics/lazy-metrics-tab'
import { LazyMigrationList } from '@/components/migrations/lazy-migration-list'
import { ProgressLauncher } from '@/components/migrations/progress-launcher'
import { Prefetched } from '@/components/shell/prefetched'
import { keys } from '@/lib/queries/keys'
import { readCluster } from '@/lib/read/clusters'
import { requireProject } from '../../require-project'

export const metadata: Metadata = { title: 'Cluster' }

const clusterActions = { renameCluster, describeCluster, deleteCluster, setAfterLife, revealToken }

export default async function ClusterPage({ params }: PageProps<'/projects/[projectId]/clusters/[clusterId]'>) {
  const { user, projectId } = await requireProject(params)
  const { clusterId } = await params
  return (
    <Prefetched reads={[{ queryKey: keys.clusters.one(clusterId), read: () => readCluster(user, clusterId) }]}>
      <Suspense>
        <ClusterDetails
          clusterId={clusterId}
          actions={clusterActions}
          progress={<ProgressLauncher clusterId={clusterId} actions={migrationActions} />}
          collections={<LazyCollectionsTab clusterId={clusterId} actions={{ ...collectionActions }} />}
          metrics={<LazyMetricsTab clusterId={clusterId} />}
          migrations={<LazyMigrationList projectId={projectId} clusterId={clusterId} actions={migrationActions} />}
        />
      </Suspense>
    </Prefetched>
  )
}
