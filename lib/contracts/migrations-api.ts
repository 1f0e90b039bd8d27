// What the browser gets of migrations beside console-api.ts: a page of the list.
import * as z from 'zod/mini'
import { Migration } from './console-api.ts'

/** GET /api/migrations?projectId=&clusterId= — the rest of the query is migration-list-query.ts. Also what the Jobs page lists. */
export const MigrationPage = z.object({
  /** At most `MIGRATIONS_PER_PAGE`. */
  migrations: z.array(Migration),
  /** How many match, on all pages. */
  total: z.int(),
  /** The page that this is: the last one where a later one was asked for. */
  page: z.int(),
  /** True while there is no migration at all. */
  empty: z.boolean(),
  /** Those who created the migrations of the project, by name; for the filter. */
  people: z.array(z.object({ id: z.string(), name: z.string() })),
})
export type MigrationPage = z.infer<typeof MigrationPage>
