import type { Metadata } from 'next'
import { createCluster } from '@/app/actions/clusters'
import { CreateClusterForm } from '@/components/new-cluster/create-cluster-form'
import { PageHeader } from '@/components/ui/page-header'
import { refusalOf } from '@/lib/permissions/matrix'
import { requireProject } from '../../require-project'

export const metadata: Metadata = { title: 'Create New Cluster' }

export default async function NewClusterPage({ params }: PageProps<'/projects/[projectId]/clusters/new'>) {
  const { projectId, project, permissions } = await requireProject(params)
  return (
    <>
      <PageHeader title="Create New Cluster" crumbs={[{ label: project.name, href: `/projects/${projectId}` }]} />
      <CreateClusterForm
        projectId={projectId}
        refusal={permissions.includes('cluster.create') ? null : refusalOf('cluster.create')}
        createCluster={createCluster}
      />
    </>
  )
}
