'use client'
import { useQueryClient } from '@tanstack/react-query'
import { SearchX } from 'lucide-react'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { useCallback } from 'react'
import { addressWith } from '@/components/ui/address'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { Pager } from '@/components/ui/pager'
import { SearchField } from '@/components/ui/search-field'
import { SelectField } from '@/components/ui/select-field'
import { SkeletonRows } from '@/components/ui/skeleton'
import { StaleNote } from '@/components/ui/stale-note'
import type { ActionResult } from '@/lib/contracts/console-requests'
import { keys } from '@/lib/queries/keys'
import { useOrganizationMembers } from '@/lib/queries/organization-members'
import { InvitationList } from './invitation-list'
import type { OrganizationMemberActions } from './member-actions'
import { ANY_ROLE, MEMBERS_PER_PAGE, memberQueryOf, membersShown } from './member-order'
import { MemberTable } from './member-table'
import { ORGANIZATION_ROLE_OPTIONS } from './role-options'

type Props = { userId: string; mayManage: boolean; actions: OrganizationMemberActions }

export function MemberList({ userId, mayManage, actions }: Props) {
  const { data, error, refetch, dataUpdatedAt } = useOrganizationMembers()
  const query = memberQueryOf(useSearchParams())
  const change = useAddress()
  const queries = useQueryClient()
  if (data === undefined) {
    return <Card>{error ? <ErrorState error={error} onRetry={() => void refetch()} what="The members" /> : <SkeletonRows rows={4} className="h-15" />}</Card>
  }

  async function changed<T>(action: Promise<ActionResult<T>>): Promise<ActionResult<T>> {
    const result = await action
    await Promise.all([keys.organization.root, keys.me.root].map((queryKey) => queries.invalidateQueries({ queryKey })))
    return result
  }

  const { members, total, page } = membersShown(data.members, query)
  return (
    <div className="space-y-4">
      {error && <StaleNote at={dataUpdatedAt} error={error} />}
      <InvitationList invitations={data.invitations} mailConfigured={data.mailConfigured} actions={actions} />
      <div className="space-y-3">
        <Filters search={query.search} role={query.role} sort={query.sort} onChange={change} />
        <Card className="overflow-hidden">
          {total > 0 ? (
            <MemberTable
              members={members}
              all={data.members}
              userId={userId}
              mayManage={mayManage}
              changeRole={(member, role) => changed(actions.changeMemberRole({ userId: member.userId, role }))}
              remove={(member) => changed(actions.removeMember({ userId: member.userId }))}
            />
          ) : (
            <EmptyState icon={<SearchX />} title="No member matches" actions={<Button onClick={() => change({ search: null, role: null })}>Clear filters</Button>}>
              Search for another part of the name, or choose another role.
            </EmptyState>
          )}
        </Card>
        <Pager page={page} perPage={MEMBERS_PER_PAGE} total={total} what="members" onPage={(next) => change({ page: next === 1 ? null : String(next) })} />
      </div>
    </div>
  )
}

type Change = (changes: Record<string, string | null>) => void

/** Any change but that of the page goes back to the first page. */
function useAddress(): Change {
  const router = useRouter()
  const path = usePathname()
  const parameters = useSearchParams()
  return useCallback((changes) => router.replace(addressWith(path, parameters, { page: null, ...changes }), { scroll: false }), [router, path, parameters])
}

function Filters({ search, role, sort, onChange }: { search: string; role: string; sort: string; onChange: Change }) {
  const find = useCallback((text: string) => onChange({ search: text || null }), [onChange])
  return (
    <div className="flex flex-wrap items-end gap-x-3 gap-y-2">
      <SearchField label="Search members" placeholder="Search by name or e-mail" value={search} onSearch={find} className="w-full sm:w-64" />
      <SelectField
        quietLabel
        label="Role"
        className="w-56 max-sm:flex-1"
        value={role}
        onChange={(next) => onChange({ role: next === ANY_ROLE ? null : next })}
        options={[{ value: ANY_ROLE, label: 'Any role' }, ...ORGANIZATION_ROLE_OPTIONS.map(({ value, label }) => ({ value, label }))]}
      />
      <SelectField
        quietLabel
        label="Sort by"
        className="w-40 max-sm:flex-1"
        value={sort}
        onChange={(next) => onChange({ sort: next === 'name' ? null : next })}
        options={[
          { value: 'name', label: 'Name, A to Z' },
          { value: '-name', label: 'Name, Z to A' },
          { value: 'role', label: 'Role' },
        ]}
      />
    </div>
  )
}
