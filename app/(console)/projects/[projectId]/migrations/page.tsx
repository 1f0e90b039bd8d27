import { Plus } from 'lucide-react'
import type { Metadata } from 'next'
import { Suspense } from 'react'
import { migrationActions } from '@/app/actions/migration-actions'
import { MigrationList } from '@/components/migrations/migration-list'
import { Prefetched } from '@/components/shell/prefetched'
import { LinkButton } from '@/components/ui/link-button'
import { PageHeader } from '@/components/ui/page-header'
import { migrationListAddress, migrationListQueryOf } from '@/lib/contracts/migration-list-query'
import { refusalOf } from '@/lib/permissions/matrix'
import { keys } from '@/lib/queries/keys'
import { readMigrations } from '@/lib/read/migrations'
import { requireProject } from '../require-project'

export const metadata: Metadata = { title: 'Migrations' }

export default async function MigrationsPage({ params, searchParams }: PageProps<'/projects/[projectId]/migrations'>) {
  const { user, projectId, project, permissions } = await requireProject(params)
  const startRefusal = permissions.includes('migration.start') ? null : refusalOf('migration.start')
  const asked = await searchParams
  const query = migrationListQueryOf({ get: (name) => [asked[name]].flat()[0] ?? null })
  const queryKey = keys.migrations.list({ projectId }, migrationListAddress(query))
  return (
    <Prefetched reads={[{ queryKey, read: () => readMigrations(user, { projectId }, query) }]}>
      <PageHeader
        title="Migrations"
        crumbs={[{ label: project.name, href: `/projects/${projectId}` }]}
        actions={
          <LinkButton variant="primary" href="?migrate=1" disabledReason={startRefusal}>
            <Plus aria-hidden />
            New migration
          </LinkButton>
        }
      />
      <Suspense>
        <MigrationList projectId={projectId} startRefusal={startRefusal} actions={migrationActions} />
      </Suspense>
    </Prefetched>
  )
}
