import type { Metadata } from 'next'
import { Suspense } from 'react'
import { migrationActions } from '@/app/actions/migration-actions'
import { JobList } from '@/components/migrations/job-list'
import { Prefetched } from '@/components/shell/prefetched'
import { PageHeader } from '@/components/ui/page-header'
import { keys } from '@/lib/queries/keys'
import { readMigrations } from '@/lib/read/migrations'
import { requireProject } from '../require-project'

export const metadata: Metadata = { title: 'Jobs' }

export default async function JobsPage({ params }: PageProps<'/projects/[projectId]/jobs'>) {
  const { user, projectId, project } = await requireProject(params)
  return (
    <Prefetched reads={[{ queryKey: keys.migrations.list(projectId), read: () => readMigrations(user, projectId) }]}>
      <PageHeader
        title="Jobs"
        description="Long-running work of this project, while it runs and after it has ended."
        crumbs={[{ label: project.name, href: `/projects/${projectId}` }]}
      />
      <Suspense>
        <JobList projectId={projectId} actions={migrationActions} />
      </Suspense>
    </Prefetched>
  )
}
