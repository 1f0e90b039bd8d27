'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { RadioCards } from '@/components/ui/radio-cards'
import type { ProjectRole } from '@/lib/contracts/console-api'
import { keys } from '@/lib/queries/keys'
import { refusalOf } from '@/lib/permissions/matrix'
import { InviteButton } from './invite-button'
import type { ProjectMemberActions } from './member-actions'
import { PROJECT_ROLE_OPTIONS } from './role-options'

type Props = { projectId: string; projectName: string; allowed: boolean; inviteToProject: ProjectMemberActions['inviteToProject'] }

export function InviteToProject({ projectId, projectName, allowed, inviteToProject }: Props) {
  const queries = useQueryClient()
  const [role, setRole] = useState<ProjectRole>('read_only')
  return (
    <InviteButton
      label="Add members"
      title={`Add members to ${projectName}`}
      description="Members of the organization get access at once. Other addresses are invited to the organization too, and have 48 hours to accept."
      refusal={allowed ? null : refusalOf('member.manage')}
      invite={async (emails) => {
        const result = await inviteToProject({ projectId, emails, role })
        await queries.invalidateQueries({ queryKey: keys.projects.root })
        return result
      }}
      fields={() => <RadioCards label="Role in the project" options={PROJECT_ROLE_OPTIONS} value={role} onChange={(value) => setRole(value as ProjectRole)} />}
    />
  )
}
