import { signedInGet } from '@/lib/http/signed-in-get.ts'
import { readOrganizationMembers } from '@/lib/read/members.ts'

export const GET = signedInGet(({ user }) => readOrganizationMembers(user))
