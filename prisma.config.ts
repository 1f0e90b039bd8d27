import { defineConfig } from 'prisma/config'

// No datasource: schema migrations are written by scripts/db-diff.mjs and applied at start.
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
})
