// Which members of a list are shown, in which order: the filters in the address, applied. Pure.
import { ORGANIZATION_ROLES } from '@/lib/contracts/console-api'
import type { OrganizationMember } from '@/lib/contracts/organization-api'

export const ANY_ROLE = 'any'
export const MEMBERS_PER_PAGE = 50

export type MemberQuery = { search: string; role: string; sort: string; page: number }

/** What an address asks for; what it says wrongly is as if it were not there. */
export function memberQueryOf(parameters: { get(name: string): string | null }): MemberQuery {
  const page = Number(parameters.get('page') ?? 1)
  const role = parameters.get('role') ?? ANY_ROLE
  const sort = parameters.get('sort') ?? 'name'
  return {
    search: (parameters.get('search') ?? '').trim(),
    role: ORGANIZATION_ROLES.some((known) => known === role) ? role : ANY_ROLE,
    sort: ['name', '-name', 'role'].includes(sort) ? sort : 'name',
    page: Number.isSafeInteger(page) && page >= 1 ? page : 1,
  }
}

/** The page of members that a query asks for; the last one where there are fewer pages. */
export function membersShown(members: readonly OrganizationMember[], { search, role, sort, page }: MemberQuery) {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const found = members.filter((member) => {
    const text = `${member.name} ${member.email}`.toLowerCase()
    return (role === ANY_ROLE || member.role === role) && words.every((word) => text.includes(word))
  })
  const byName = (a: OrganizationMember, b: OrganizationMember) => a.name.localeCompare(b.name) || a.email.localeCompare(b.email)
  const byRole = (a: OrganizationMember, b: OrganizationMember) => ORGANIZATION_ROLES.indexOf(a.role) - ORGANIZATION_ROLES.indexOf(b.role)
  found.sort((a, b) => (sort === 'role' && byRole(a, b)) || (sort === '-name' ? -byName(a, b) : byName(a, b)))
  const last = Math.max(1, Math.ceil(found.length / MEMBERS_PER_PAGE))
  const at = Math.min(page, last)
  return { members: found.slice((at - 1) * MEMBERS_PER_PAGE, at * MEMBERS_PER_PAGE), total: found.length, page: at }
}

/** Why this member stays as they are; null when they can be changed. */
export function memberBlockedOf(member: OrganizationMember, all: readonly OrganizationMember[]): string | null {
  if (member.role !== 'owner' || all.filter(({ role }) => role === 'owner').length > 1) return null
  return 'An organization keeps at least one Organization Owner.'
}
