import { Plug, Plus } from 'lucide-react'
import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { Suspense } from 'react'
import { ClusterList } from '@/components/clusters/cluster-list'
import { viewCookie, viewOf } from '@/components/clusters/view-cookie'
import { Prefetched } from '@/components/shell/prefetched'
import { LinkButton } from '@/components/ui/link-button'
import { PageHeader } from '@/components/ui/page-header'
import { clusterListAddress, clusterListQueryOf } from '@/lib/contracts/cluster-list-query'
import { refusalOf } from '@/lib/permissions/matrix'
import { keys } from '@/lib/queries/keys'
import { readClusters } from '@/lib/read/clusters'
import { requireProject } from './require-project'

export const metadata: Metadata = { title: 'Clusters' }

export default async function ProjectPage({ params, searchParams }: PageProps<'/projects/[projectId]'>) {
  const { user, projectId, project, permissions } = await requireProject(params)
  const why = (permission: 'cluster.create' | 'cluster.register') => (permissions.includes(permission) ? null : refusalOf(permission))
  const asked = await searchParams
  const query = clusterListQueryOf({ get: (name) => [asked[name]].flat()[0] ?? null })
  const queryKey = keys.clusters.ofProject(projectId, clusterListAddress(query))
  const view = viewOf((await cookies()).get(viewCookie(user.id))?.value)
  return (
    <Prefetched reads={[{ queryKey, read: () => readClusters(user, projectId, query) }]}>
      <PageHeader
        title="Clusters"
        crumbs={[{ label: project.name, href: `/projects/${projectId}` }]}
        actions={
          <>
            <LinkButton href={`/projects/${projectId}/clusters/register`} disabledReason={why('cluster.register')}>
              <Plug aria-hidden />
              Register existing Milvus
            </LinkButton>
            <LinkButton variant="primary" href={`/projects/${projectId}/clusters/new`} disabledReason={why('cluster.create')}>
              <Plus aria-hidden />
              Create cluster
            </LinkButton>
          </>
        }
      />
      <Suspense>
        <ClusterList projectId={projectId} userId={user.id} view={view} />
      </Suspense>
    </Prefetched>
  )
}
