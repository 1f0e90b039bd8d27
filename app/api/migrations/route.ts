import { migrationListQueryOf } from '@/lib/contracts/migration-list-query.ts'
import { signedInGet } from '@/lib/http/signed-in-get.ts'
import { readMigrations } from '@/lib/read/migrations.ts'

export const GET = signedInGet(({ user, url: { searchParams } }) =>
  readMigrations(user, { projectId: searchParams.get('projectId'), clusterId: searchParams.get('clusterId') }, migrationListQueryOf(searchParams)),
)
