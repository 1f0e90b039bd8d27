import path from 'node:path'
import pg from 'pg'
import { applySchemaMigrations } from '../apply-schema-migrations.ts'

const MIGRATIONS = path.resolve(import.meta.dirname, '../../../prisma/migrations')

/** Makes an empty database and gives it the schema. Returns its address. */
export async function createDatabase(serverUrl: string, name: string): Promise<string> {
  const server = new pg.Client({ connectionString: serverUrl })
  await server.connect()
  await server.query(`CREATE DATABASE "${name}"`)
  await server.end()
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  await applySchemaMigrations(url.href, MIGRATIONS)
  return url.href
}
