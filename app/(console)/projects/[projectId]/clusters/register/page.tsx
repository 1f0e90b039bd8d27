import type { Metadata } from 'next'
import { probeEndpoint, registerEndpoint } from '@/app/actions/clusters'
import { RegisterForm } from '@/components/clusters/register-form'
import { PageHeader } from '@/components/ui/page-header'
import { refusalOf } from '@/lib/permissions/matrix'
import { requireProject } from '../../require-project'

export const metadata: Metadata = { title: 'Register existing Milvus' }

export default async function RegisterPage({ params }: PageProps<'/projects/[projectId]/clusters/register'>) {
  const { projectId, project, permissions } = await requireProject(params)
  return (
    <>
      <PageHeader title="Register existing Milvus" crumbs={[{ label: project.name, href: `/projects/${projectId}` }]} />
      <RegisterForm
        projectId={projectId}
        refusal={permissions.includes('cluster.register') ? null : refusalOf('cluster.register')}
        registerEndpoint={registerEndpoint}
        probeEndpoint={probeEndpoint}
      />
    </>
  )
}
