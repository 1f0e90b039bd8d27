import type { Metadata } from 'next'
import { projectMemberActions } from '@/app/actions/member-actions'
import { InviteToProject } from '@/components/members/invite-to-project'
import { ProjectMemberList } from '@/components/members/project-member-list'
import { Prefetched } from '@/components/shell/prefetched'
import { PageHeader } from '@/components/ui/page-header'
import { keys } from '@/lib/queries/keys'
import { readProjectMembers } from '@/lib/read/members'
import { requireProject } from '../require-project'

export const metadata: Metadata = { title: 'Project members' }

export default async function ProjectMembersPage({ params }: PageProps<'/projects/[projectId]/members'>) {
  const { user, projectId, project, permissions } = await requireProject(params)
  const mayManage = permissions.includes('member.manage')
  return (
    <Prefetched reads={[{ queryKey: keys.projects.members(projectId), read: () => readProjectMembers(user, projectId) }]}>
      <PageHeader
        title="Members"
        description="The people who work in this project. Organization Owners have all rights in every project."
        crumbs={[{ label: project.name, href: `/projects/${projectId}` }]}
        actions={<InviteToProject projectId={projectId} projectName={project.name} allowed={mayManage} inviteToProject={projectMemberActions.inviteToProject} />}
      />
      <ProjectMemberList projectId={projectId} userId={user.id} mayManage={mayManage} actions={projectMemberActions} />
    </Prefetched>
  )
}
