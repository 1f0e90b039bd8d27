import { signedInGet } from '@/lib/http/signed-in-get.ts'
import { readWizard } from '@/lib/read/wizard.ts'

export const GET = signedInGet(({ user, url }) => readWizard(user, url.searchParams.get('sourceId')))
