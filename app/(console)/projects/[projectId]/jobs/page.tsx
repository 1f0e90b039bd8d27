import type { Metadata } from 'next'
import { Suspense } from 'react'
import { migrationActions } from '@/app/actions/migration-actions'
import { JobList } from '@/components/migrations/job-list'
import { Prefetched } from '@/components/shell/prefetched'
import { PageHeader } from '@/components/ui/page-header'
import { migrationListAddress, migrationListQueryOf } from '@/lib/contracts/migration-list-query'
import { keys } from '@/lib/queries/keys'
import { readMigrations } from '@/lib/read/migrations'
import { requireProject } from '../require-project'

export const metadata: Metadata = { title: 'Jobs' }

export default async function JobsPage({ params, searchParams }: PageProps<'/projects/[projectId]/jobs'>) {
  const { user, projectId, project, permissions } = await requireProject(params)
  const asked = await searchParams
  const query = migrationListQueryOf({ get: (name) => [asked[name]].flat()[0] ?? null })
  const queryKey = keys.migrations.list({ projectId }, migrationListAddress(query))
  return (
    <Prefetched reads={[{ queryKey, read: () => readMigrations(user, { projectId }, query) }]}>
      <PageHeader
        title="Jobs"
        description="Long-running work of this project, while it runs and after it has ended."
        crumbs={[{ label: project.name, href: `/projects/${projectId}` }]}
      />
      <Suspense>
        <JobList projectId={projectId} permissions={permissions} actions={migrationActions} />
      </Suspense>
    </Prefetched>
  )
}
