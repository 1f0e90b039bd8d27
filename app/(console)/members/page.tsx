import type { Metadata } from 'next'
import { Suspense } from 'react'
import { organizationMemberActions } from '@/app/actions/member-actions'
import { InviteMembers } from '@/components/members/invite-members'
import { MemberList } from '@/components/members/member-list'
import { Prefetched } from '@/components/shell/prefetched'
import { PageHeader } from '@/components/ui/page-header'
import { requireUser } from '@/lib/auth/session'
import { keys } from '@/lib/queries/keys'
import { readMe } from '@/lib/read/me'
import { readOrganizationMembers } from '@/lib/read/members'

export const metadata: Metadata = { title: 'Members' }

export default async function MembersPage() {
  const user = await requireUser('/members')
  const { organization } = await readMe(user)
  const mayManage = organization.permissions.includes('organization.members')
  return (
    <Prefetched reads={[{ queryKey: keys.organization.members, read: () => readOrganizationMembers(user) }]}>
      <PageHeader
        title="Members"
        description={`Everybody in ${organization.name}, and what they may do.`}
        actions={<InviteMembers allowed={mayManage} inviteMembers={organizationMemberActions.inviteMembers} />}
      />
      <Suspense>
        <MemberList userId={user.id} mayManage={mayManage} actions={organizationMemberActions} />
      </Suspense>
    </Prefetched>
  )
}
