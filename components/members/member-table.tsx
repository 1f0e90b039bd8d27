'use client'
import Link from 'next/link'
import { Badge } from '@/components/ui/badge'
import { Table, Td, Th, Tr, WIDE_ONLY } from '@/components/ui/table'
import type { OrganizationRole } from '@/lib/contracts/console-api'
import type { ActionResult } from '@/lib/contracts/console-requests'
import type { OrganizationMember } from '@/lib/contracts/organization-api'
import { ORGANIZATION_ROLE_NAMES, PROJECT_ROLE_NAMES } from '@/lib/contracts/role-names'
import { refusalOf } from '@/lib/permissions/matrix'
import { MemberMenu } from './member-menu'
import { memberBlockedOf } from './member-order'
import { ORGANIZATION_ROLE_OPTIONS } from './role-options'

type Props = {
  members: OrganizationMember[]
  /** Also those who are not shown: whoever is the last owner is so among all. */
  all: OrganizationMember[]
  userId: string
  mayManage: boolean
  changeRole: (member: OrganizationMember, role: OrganizationRole) => Promise<ActionResult<unknown>>
  remove: (member: OrganizationMember) => Promise<ActionResult<unknown>>
}

export function MemberTable({ members, all, userId, mayManage, changeRole, remove }: Props) {
  return (
    <Table label="Members">
      <thead>
        <tr>
          <Th>Name</Th>
          <Th className={WIDE_ONLY}>Role</Th>
          <Th className={WIDE_ONLY}>Projects</Th>
          <Th className="text-right">Actions</Th>
        </tr>
      </thead>
      <tbody>
        {members.map((member) => (
          <Tr key={member.userId}>
            <Td>
              <Person name={member.name} email={member.email} you={member.userId === userId} />
              <p className="text-xs text-soft md:hidden">{ORGANIZATION_ROLE_NAMES[member.role]}</p>
            </Td>
            <Td className={WIDE_ONLY}>{ORGANIZATION_ROLE_NAMES[member.role]}</Td>
            <Td className={WIDE_ONLY}>
              <Projects member={member} />
            </Td>
            <Td className="text-right">
              <MemberMenu
                name={member.name}
                role={member.role}
                options={ORGANIZATION_ROLE_OPTIONS}
                refusal={mayManage ? memberBlockedOf(member, all) : refusalOf('organization.members')}
                from="the organization"
                consequence={`${member.name} loses access to the organization and all its projects at once. What they made stays.`}
                changeRole={(role) => changeRole(member, role)}
                remove={() => remove(member)}
              />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

export function Person({ name, email, you }: { name: string; email: string; you: boolean }) {
  return (
    <div className="min-w-0">
      <p className="flex flex-wrap items-center gap-x-2 font-medium break-words">
        {name}
        {you && <Badge>You</Badge>}
      </p>
      <p className="text-xs break-all text-faint">{email}</p>
    </div>
  )
}

function Projects({ member }: { member: OrganizationMember }) {
  if (member.projects.length === 0) return <span className="text-faint">{member.role === 'owner' ? 'All, as owner' : '–'}</span>
  return (
    <ul className="space-y-0.5">
      {member.projects.map(({ projectId, name, role }) => (
        <li key={projectId} className="text-xs text-soft">
          <Link href={`/projects/${projectId}/members`} className="text-ink hover:underline">
            {name}
          </Link>
          {' · '}
          {PROJECT_ROLE_NAMES[role]}
        </li>
      ))}
    </ul>
  )
}
