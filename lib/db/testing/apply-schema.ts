import fs from 'node:fs'
import path from 'node:path'
import pg from 'pg'

const MIGRATIONS = path.resolve(import.meta.dirname, '../../../prisma/migrations')

/** Makes an empty database and gives it the schema. Returns its address. */
export async function createDatabase(serverUrl: string, name: string): Promise<string> {
  const server = new pg.Client({ connectionString: serverUrl })
  await server.connect()
  await server.query(`CREATE DATABASE "${name}"`)
  await server.end()
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  for (const folder of fs.readdirSync(MIGRATIONS).sort()) {
    const file = path.join(MIGRATIONS, folder, 'migration.sql')
    if (fs.existsSync(file)) await client.query(fs.readFileSync(file, 'utf8'))
  }
  await client.end()
  return url.href
}
