import { signedInGet } from '@/lib/http/signed-in-get.ts'
import { readSettings } from '@/lib/read/settings.ts'

export const GET = signedInGet(({ user }) => readSettings(user))
