import { signedInGet } from '@/lib/http/signed-in-get.ts'
import { readMe } from '@/lib/read/me.ts'

export const GET = signedInGet(({ user }) => readMe(user))
