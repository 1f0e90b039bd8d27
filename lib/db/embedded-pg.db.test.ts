import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { applySchemaMigrations } from './apply-schema-migrations.ts'
import { startEmbeddedPg } from './embedded-pg.ts'
import { createDatabase } from './testing/create-database.ts'
import { startTestServer } from './testing/test-server.ts'

let root: string
beforeAll(async () => {
  root = await fs.mkdtemp(path.join(os.tmpdir(), 'zdm-pg-test-'))
  await fs.chmod(root, 0o755)
})
afterAll(() => fs.rm(root, { recursive: true, force: true }))

async function startTestDatabase() {
  const server = await startTestServer()
  return { url: await createDatabase(server.url, 'store'), stop: server.stop }
}

async function query(url: string, statement: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return client.query(statement).finally(() => client.end())
}

test('data outlives a stop and a start, and the password is asked for', async () => {
  const options = { dataDir: path.join(root, 'kept'), password: 'a:b/c' }
  const first = await startEmbeddedPg(options)
  await query(first.url, 'CREATE TABLE kept AS SELECT 1 AS one')
  await expect(query(first.url.replace(/:[^:]*@/, ':wrong@'), 'SELECT 1')).rejects.toThrow(/password/)
  await first.stop()
  const second = await startEmbeddedPg(options)
  expect((await query(second.url, 'SELECT one FROM kept')).rows).toEqual([{ one: 1 }])
  await second.stop()
})

test('a process that is killed leaves no PostgreSQL behind, and the next start works', async () => {
  const dataDir = path.join(root, 'killed')
  const code = `
    import { startEmbeddedPg } from ${JSON.stringify(path.join(import.meta.dirname, 'embedded-pg.ts'))}
    const server = await startEmbeddedPg({ dataDir: ${JSON.stringify(dataDir)}, password: 'x' })
    console.log(server.pid)
    setInterval(() => {}, 1000)
  `
  const args = ['--import', 'tsx', '--input-type=module', '--eval', code]
  const parent = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string]
  parent.kill('SIGKILL')
  await vi.waitFor(() => expect(() => process.kill(Number(line), 0)).toThrow(), { timeout: 20_000 })
  const again = await startEmbeddedPg({ dataDir, password: 'x' })
  expect((await query(again.url, 'SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
  await again.stop()
})

test('schema migrations are applied once, also by two processes at once; a changed one is refused', async () => {
  const database = await startTestDatabase()
  const folder = path.join(root, 'migrations')
  await fs.mkdir(path.join(folder, '2_next'), { recursive: true })
  await fs.writeFile(path.join(folder, '2_next/migration.sql'), 'CREATE TABLE "next" ("id" INT)')
  const both = await Promise.all([applySchemaMigrations(database.url, folder), applySchemaMigrations(database.url, folder)])
  expect(both.flat()).toEqual(['2_next'])
  await fs.appendFile(path.join(folder, '2_next/migration.sql'), ' -- changed')
  await expect(applySchemaMigrations(database.url, folder)).rejects.toMatchObject({ code: 'store.damaged' })
  await database.stop()
})

test('a schema migration that fails leaves the database as it was', async () => {
  const database = await startTestDatabase()
  const folder = path.join(root, 'broken')
  await fs.mkdir(path.join(folder, '3_broken'), { recursive: true })
  await fs.writeFile(path.join(folder, '3_broken/migration.sql'), 'CREATE TABLE "half" ("id" INT); SELECT nothing')
  await expect(applySchemaMigrations(database.url, folder)).rejects.toMatchObject({ code: 'store.damaged' })
  expect((await query(database.url, `SELECT to_regclass('half') AS half`)).rows).toEqual([{ half: null }])
  await database.stop()
})
