// Brings the job store to the schema of this version at each start. Keeps the book that `prisma migrate deploy`
// keeps, so that both can be used on one database.
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { AppError } from '../errors/app-error.ts'

const LOCK = 72_707_369
const BOOK = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL, "checksum" VARCHAR(64) NOT NULL, "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL, "logs" TEXT, "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(), "applied_steps_count" INTEGER NOT NULL DEFAULT 0)`

type SchemaMigration = { name: string; sql: string; checksum: string }

/**
 * Applies what is missing, in order, one transaction each; returns their names. Several processes may call it at
 * once. Throws store.damaged where the database and the files contradict each other.
 */
export async function applySchemaMigrations(url: string, folder = path.resolve('prisma/migrations')): Promise<string[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect().catch((cause: unknown) => {
    throw new AppError('config.invalid', 'The database of the job store cannot be reached; check DATABASE_URL.', { cause })
  })
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK])
    await client.query(BOOK)
    const { rows } = await client.query<{ migration_name: string; checksum: string }>(
      'SELECT migration_name, checksum FROM "_prisma_migrations" WHERE rolled_back_at IS NULL',
    )
    const done = new Map(rows.map((row) => [row.migration_name, row.checksum]))
    const missing = readAll(folder).filter((one) => !isDone(one, done))
    for (const one of missing) await apply(client, one)
    return missing.map(({ name }) => name)
  } finally {
    await client.end()
  }
}

function readAll(folder: string): SchemaMigration[] {
  return fs
    .readdirSync(folder)
    .sort()
    .filter((name) => fs.existsSync(path.join(folder, name, 'migration.sql')))
    .map((name) => {
      const sql = fs.readFileSync(path.join(folder, name, 'migration.sql'), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    })
}

function isDone({ name, checksum }: SchemaMigration, done: Map<string, string>): boolean {
  const before = done.get(name)
  if (before !== undefined && before !== checksum)
    throw new AppError('store.damaged', `The schema migration "${name}" was changed after it had been applied. Restore its file.`)
  return before !== undefined
}

async function apply(client: pg.Client, { name, sql, checksum }: SchemaMigration): Promise<void> {
  await client.query('BEGIN')
  try {
    await client.query(sql)
    await client.query(
      `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, finished_at, applied_steps_count)
       VALUES (gen_random_uuid()::text, $1, $2, now(), 1)`,
      [checksum, name],
    )
    await client.query('COMMIT')
  } catch (cause) {
    await client.query('ROLLBACK')
    throw new AppError('store.damaged', `The schema migration "${name}" failed; the database is as it was before.`, { cause })
  }
}
