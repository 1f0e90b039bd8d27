import { Plug, Plus } from 'lucide-react'
import type { Metadata } from 'next'
import { ClusterList } from '@/components/clusters/cluster-list'
import { Prefetched } from '@/components/shell/prefetched'
import { LinkButton } from '@/components/ui/link-button'
import { PageHeader } from '@/components/ui/page-header'
import { refusalOf } from '@/lib/permissions/matrix'
import { keys } from '@/lib/queries/keys'
import { readClusters } from '@/lib/read/clusters'
import { requireProject } from './require-project'

export const metadata: Metadata = { title: 'Clusters' }

export default async function ProjectPage({ params }: PageProps<'/projects/[projectId]'>) {
  const { user, projectId, project, permissions } = await requireProject(params)
  const why = (permission: 'cluster.create' | 'cluster.register') => (permissions.includes(permission) ? null : refusalOf(permission))
  return (
    <Prefetched reads={[{ queryKey: keys.clusters.ofProject(projectId), read: () => readClusters(user, projectId) }]}>
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
      <ClusterList projectId={projectId} />
    </Prefetched>
  )
}
