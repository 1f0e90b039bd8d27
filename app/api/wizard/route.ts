import { signedInGet } from '@/lib/http/signed-in-get.ts'
import { readWizard } from '@/lib/read/wizard.ts'

export const GET = signedInGet(({ user }) => readWizard(user))
