import type { Metadata } from 'next'
import { createProject, deleteProject, renameProject } from '@/app/actions/projects'
import { NewProjectButton } from '@/components/projects/new-project-button'
import { ProjectList } from '@/components/projects/project-list'
import { PageHeader } from '@/components/ui/page-header'
import { requireUser } from '@/lib/auth/session'
import { readMe } from '@/lib/read/me'

export const metadata: Metadata = { title: 'Projects' }

export default async function OrganizationPage() {
  const { organization } = await readMe(await requireUser())
  return (
    <>
      <PageHeader
        title="Projects"
        description={`Clusters of ${organization.name}, by project.`}
        actions={<NewProjectButton allowed={organization.permissions.includes('project.create')} createProject={createProject} />}
      />
      <ProjectList actions={{ renameProject, deleteProject }} />
    </>
  )
}
