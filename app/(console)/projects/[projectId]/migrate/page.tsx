import type { Metadata } from 'next'
import { startMigration } from '@/app/actions/migrations'
import { MigratePage } from '@/components/new-cluster/migrate-page'
import { PageHeader } from '@/components/ui/page-header'
import { requireProject } from '../require-project'

export const metadata: Metadata = { title: 'Migrate to a New Cluster' }

export default async function MigrateToNewClusterPage({ params, searchParams }: PageProps<'/projects/[projectId]/migrate'>) {
  const { projectId, project } = await requireProject(params)
  const { source } = await searchParams
  return (
    <>
      <PageHeader
        title="Migrate to a New Cluster"
        description="Zero Downtime Migration: the source keeps serving until you switch."
        crumbs={[
          { label: project.name, href: `/projects/${projectId}` },
          { label: 'Migrations', href: `/projects/${projectId}/migrations` },
        ]}
      />
      <MigratePage projectId={projectId} sourceId={typeof source === 'string' ? source : null} startMigration={startMigration} />
    </>
  )
}
