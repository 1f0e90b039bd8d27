'use client'
import { useQueryClient } from '@tanstack/react-query'
import { Users } from 'lucide-react'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { SkeletonRows } from '@/components/ui/skeleton'
import { StaleNote } from '@/components/ui/stale-note'
import { Table, Td, Th, Tr, WIDE_ONLY } from '@/components/ui/table'
import type { ActionResult } from '@/lib/contracts/console-requests'
import type { ProjectMember } from '@/lib/contracts/organization-api'
import { ORGANIZATION_ROLE_NAMES, PROJECT_ROLE_NAMES } from '@/lib/contracts/role-names'
import { keys } from '@/lib/queries/keys'
import { useProjectMembers } from '@/lib/queries/project-members'
import { refusalOf } from '@/lib/permissions/matrix'
import { InvitationList } from './invitation-list'
import type { ProjectMemberActions } from './member-actions'
import { MemberMenu } from './member-menu'
import { Person } from './member-table'
import { PROJECT_ROLE_OPTIONS } from './role-options'

type Props = { projectId: string; userId: string; mayManage: boolean; actions: ProjectMemberActions }

export function ProjectMemberList({ projectId, userId, mayManage, actions }: Props) {
  const { data, error, refetch, dataUpdatedAt } = useProjectMembers(projectId)
  const queries = useQueryClient()
  if (data === undefined) {
    return <Card>{error ? <ErrorState error={error} onRetry={() => void refetch()} what="The members" /> : <SkeletonRows rows={3} className="h-15" />}</Card>
  }

  async function changed(action: Promise<ActionResult<unknown>>): Promise<ActionResult<unknown>> {
    const result = await action
    await queries.invalidateQueries({ queryKey: keys.projects.root })
    return result
  }

  const { members } = data
  return (
    <div className="space-y-4">
      {error && <StaleNote at={dataUpdatedAt} error={error} />}
      <InvitationList invitations={data.invitations} mailConfigured={data.mailConfigured} actions={actions} />
      <Card className="overflow-hidden">
        {members.length === 0 ? (
          <EmptyState icon={<Users />} title="No member yet">Add the people who work with the clusters of this project.</EmptyState>
        ) : (
          <Table label="Project members">
            <thead>
              <tr>
                <Th>Name</Th>
                <Th>Role in the project</Th>
                <Th className={WIDE_ONLY}>Role in the organization</Th>
                <Th className="text-right">Actions</Th>
              </tr>
            </thead>
            <tbody>
              {members.map((member) => (
                <Tr key={member.userId}>
                  <Td>
                    <Person name={member.name} email={member.email} you={member.userId === userId} />
                  </Td>
                  <Td>{member.projectRole === null ? <span className="text-faint">All rights, as owner</span> : PROJECT_ROLE_NAMES[member.projectRole]}</Td>
                  <Td className={`${WIDE_ONLY} text-soft`}>{ORGANIZATION_ROLE_NAMES[member.organizationRole]}</Td>
                  <Td className="text-right">
                    {member.projectRole !== null && (
                      <MemberMenu
                        name={member.name}
                        role={member.projectRole}
                        options={PROJECT_ROLE_OPTIONS}
                        refusal={mayManage ? blockedOf(member, members) : refusalOf('member.manage')}
                        from="the project"
                        consequence={`${member.name} loses access to the project at once and stays in the organization.`}
                        changeRole={(role) => changed(actions.changeProjectRole({ projectId, userId: member.userId, role }))}
                        remove={() => changed(actions.removeProjectMember({ projectId, userId: member.userId }))}
                      />
                    )}
                  </Td>
                </Tr>
              ))}
            </tbody>
          </Table>
        )}
      </Card>
    </div>
  )
}

function blockedOf(member: ProjectMember, all: readonly ProjectMember[]): string | null {
  if (member.projectRole !== 'admin' || all.filter(({ projectRole }) => projectRole === 'admin').length > 1) return null
  return 'A project keeps at least one Project Admin.'
}
