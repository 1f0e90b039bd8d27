import { signedInGet } from '@/lib/http/signed-in-get.ts'
import { readPrecheck } from '@/lib/read/wizard.ts'

export const GET = signedInGet(({ user, url }) => readPrecheck(user, url.searchParams.get('sourceId') ?? ''))
