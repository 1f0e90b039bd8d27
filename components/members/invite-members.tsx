'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { RadioCards } from '@/components/ui/radio-cards'
import type { OrganizationRole } from '@/lib/contracts/console-api'
import { keys } from '@/lib/queries/keys'
import { refusalOf } from '@/lib/permissions/matrix'
import { InviteButton } from './invite-button'
import type { OrganizationMemberActions } from './member-actions'
import { ProjectGrants, type ProjectGrant } from './project-grants'
import { ORGANIZATION_ROLE_OPTIONS } from './role-options'

type Props = { allowed: boolean; inviteMembers: OrganizationMemberActions['inviteMembers'] }

export function InviteMembers({ allowed, inviteMembers }: Props) {
  const queries = useQueryClient()
  const [role, setRole] = useState<OrganizationRole>('member')
  const [grants, setGrants] = useState<ProjectGrant[]>([])
  return (
    <InviteButton
      label="Invite members"
      title="Invite members"
      description="Everybody in the list gets the same roles once they accept. Invitations end after 48 hours."
      refusal={allowed ? null : refusalOf('organization.members')}
      invite={async (emails) => {
        const result = await inviteMembers({ emails, role, projects: grants })
        if (result.ok) setGrants([])
        await queries.invalidateQueries({ queryKey: keys.organization.root })
        return result
      }}
      fields={(problem) => (
        <>
          <RadioCards label="Role in the organization" options={ORGANIZATION_ROLE_OPTIONS} value={role} onChange={(value) => setRole(value as OrganizationRole)} error={problem?.field === 'role' ? problem.message : null} />
          <ProjectGrants grants={grants} onChange={setGrants} error={problem?.field === 'projects' ? problem.message : null} />
        </>
      )}
    />
  )
}
