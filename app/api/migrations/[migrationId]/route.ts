import { signedInGet } from '@/lib/http/signed-in-get.ts'
import { readMigration } from '@/lib/read/migration.ts'

export const GET = signedInGet<{ migrationId: string }>(({ user, params }) => readMigration(user, params.migrationId))
