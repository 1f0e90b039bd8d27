import { describe, expect, it, test } from 'vitest'
import type { OrganizationMember } from '@/lib/contracts/organization-api'
import { memberBlockedOf, MEMBERS_PER_PAGE, memberQueryOf, membersShown } from './member-order'

const member = (name: string, role: OrganizationMember['role'] = 'member'): OrganizationMember => ({
  userId: name, name, role,
  email: `${name.toLowerCase()}@example.com`,
  projects: [],
})
const PEOPLE = [member('Mia'), member('Ada', 'owner'), member('Bob', 'billing_admin')]
const query = (text = '') => memberQueryOf(new URLSearchParams(text))
const names = (text: string) => membersShown(PEOPLE, query(text)).members.map(({ name }) => name)

describe('the members that an address asks for', () => {
  it('are sorted by name, back to front, or by role', () => {
    expect(names('')).toEqual(['Ada', 'Bob', 'Mia'])
    expect(names('sort=-name')).toEqual(['Mia', 'Bob', 'Ada'])
    expect(names('sort=role')).toEqual(['Ada', 'Bob', 'Mia'])
  })
  it('are those in whose name or address each word occurs, of the role', () => {
    expect(names('search=example.com a')).toEqual(['Ada', 'Bob', 'Mia'])
    expect(names('search=BOB@')).toEqual(['Bob'])
    expect(names('role=owner')).toEqual(['Ada'])
  })
  it('are all of them where the address says what is not known', () => expect(names('role=king&sort=age&page=-1')).toHaveLength(3))
  it('are the last page where there are fewer pages', () => {
    const many = Array.from({ length: MEMBERS_PER_PAGE + 1 }, (_, at) => member(`P${at}`))
    expect(membersShown(many, query('page=9'))).toMatchObject({ page: 2, total: MEMBERS_PER_PAGE + 1, members: [{}] })
  })
})

test('the last owner stays, one of two does not have to', () => {
  const [, ada = member('Ada')] = PEOPLE
  expect(memberBlockedOf(ada, PEOPLE)).toContain('Organization Owner')
  expect(memberBlockedOf(ada, [...PEOPLE, member('Eve', 'owner')])).toBeNull()
  expect(memberBlockedOf(member('Mia'), PEOPLE)).toBeNull()
})
