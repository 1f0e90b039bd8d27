import { signedInGet } from '@/lib/http/signed-in-get.ts'
import { readMembers } from '@/lib/read/projects.ts'

export const GET = signedInGet<{ projectId: string }>(({ user, params }) => readMembers(user, params.projectId))
