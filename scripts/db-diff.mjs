// Writes the next schema migration: the difference between prisma/migrations, replayed, and prisma/schema.prisma.
//   npm run db:diff -- NAME      writes prisma/migrations/<time>_NAME/migration.sql
//   npm run db:diff -- --check   exits with 1 when the two differ
// What Prisma's schema language cannot say (partial indexes) is added to the SQL by hand and does not count as a difference.
import fs from 'node:fs'
import path from 'node:path'
import { schemaEngine } from './schema-engine.mjs'

const root = path.resolve(import.meta.dirname, '..')
const folder = path.join(root, 'prisma/migrations')
const content = fs.readFileSync(path.join(root, 'prisma/schema.prisma'), 'utf8')
const sqlOf = (name) => path.join(folder, name, 'migration.sql')

function replayed() {
  const names = fs.existsSync(folder) ? fs.readdirSync(folder).filter((name) => fs.existsSync(sqlOf(name))).sort() : []
  if (names.length === 0) return { tag: 'empty' }
  return {
    tag: 'migrations',
    baseDir: folder,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: names.map((name) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: fs.readFileSync(sqlOf(name), 'utf8') } },
    })),
  }
}

const engine = await schemaEngine(content)
const difference = await engine.diff({
  from: replayed(),
  to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content }] },
  script: true,
  exitCode: true,
  filters: { externalTables: [], externalEnums: [] },
})
const name = process.argv[2] ?? 'change'
if (difference.exitCode === 0) console.log('prisma/schema.prisma and prisma/migrations agree')
else if (name === '--check') {
  console.error(`prisma/schema.prisma has changes that no schema migration has:\n${difference.stdout}`)
  process.exit(1)
} else {
  const full = `${new Date().toISOString().replace(/\D/g, '').slice(0, 14)}_${name}`
  fs.mkdirSync(path.join(folder, full), { recursive: true })
  fs.writeFileSync(sqlOf(full), difference.stdout)
  fs.writeFileSync(path.join(folder, 'migration_lock.toml'), 'provider = "postgresql"\n')
  console.log(`wrote prisma/migrations/${full}`)
}
process.exit(0) // the database in memory keeps the process alive
