import { signedInGet } from '@/lib/http/signed-in-get.ts'
import { readProjectMembers } from '@/lib/read/members.ts'

export const GET = signedInGet<{ projectId: string }>(({ user, params }) => readProjectMembers(user, params.projectId))
