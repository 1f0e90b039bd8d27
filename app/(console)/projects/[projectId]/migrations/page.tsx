import { Plus } from 'lucide-react'
import type { Metadata } from 'next'
import { Suspense } from 'react'
import { migrationActions } from '@/app/actions/migration-actions'
import { MigrationList } from '@/components/migrations/migration-list'
import { Prefetched } from '@/components/shell/prefetched'
import { LinkButton } from '@/components/ui/link-button'
import { PageHeader } from '@/components/ui/page-header'
import { refusalOf } from '@/lib/permissions/matrix'
import { keys } from '@/lib/queries/keys'
import { readMigrations } from '@/lib/read/migrations'
import { requireProject } from '../require-project'

export const metadata: Metadata = { title: 'Migrations' }

export default async function MigrationsPage({ params }: PageProps<'/projects/[projectId]/migrations'>) {
  const { user, projectId, project, permissions } = await requireProject(params)
  return (
    <Prefetched reads={[{ queryKey: keys.migrations.list(projectId), read: () => readMigrations(user, projectId) }]}>
      <PageHeader
        title="Migrations"
        crumbs={[{ label: project.name, href: `/projects/${projectId}` }]}
        actions={
          <LinkButton variant="primary" href="?migrate=1" disabledReason={permissions.includes('migration.start') ? null : refusalOf('migration.start')}>
            <Plus aria-hidden />
            New migration
          </LinkButton>
        }
      />
      <Suspense>
        <MigrationList projectId={projectId} actions={migrationActions} />
      </Suspense>
    </Prefetched>
  )
}
