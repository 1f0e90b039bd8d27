import { signedInGet } from '@/lib/http/signed-in-get.ts'
import { readMigrations } from '@/lib/read/migrations.ts'

export const GET = signedInGet(({ user, url }) => readMigrations(user, url.searchParams.get('projectId')))
