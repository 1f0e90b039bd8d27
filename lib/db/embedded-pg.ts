// A real PostgreSQL as a child of this process: the job store where no DATABASE_URL is set. Its data is a folder;
// it listens on loopback, asks for a password and ends with this process.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import fs from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { AppError } from '../errors/app-error.ts'
import { pgPrograms, pgUser, ROOT_BASE, type PgPrograms, type PgUser } from './pg-programs.ts'

export type EmbeddedPg = {
  url: string
  port: number
  pid: number
  /** Resolves when the server has ended, for whatever reason. */
  exited: Promise<void>
  /** Ends it in order. */
  stop(): Promise<void>
}

type Options = {
  /** Folder of the database; made on first use. */
  dataDir: string
  /** Of the user `console`; the same one for the life of the folder. */
  password: string
  /** A free one when not given. Given again after a crash, clients find the server where it was. */
  port?: number
  /** Further settings, such as `fsync=off` for tests. */
  settings?: string[]
}

const DATABASE = 'console'
const START_LIMIT_MS = 60_000
const STOP_SECONDS = 20

/** Starts PostgreSQL on `dataDir` and a free port; resolves when it takes connections. */
export async function startEmbeddedPg(options: Options): Promise<EmbeddedPg> {
  const user = pgUser()
  const programs = await pgPrograms(user)
  const dataDir = placeFor(options.dataDir, user)
  if (!fs.existsSync(path.join(dataDir, 'PG_VERSION'))) makeDatabase(programs, user, dataDir, options.password)
  stopLeftover(programs, user, dataDir)
  const port = options.port ?? (await freePort())
  const child = spawn(programs.postgres, [...serverArguments(dataDir, port), ...(options.settings ?? []).flatMap((one) => ['-c', one])], {
    ...user,
    cwd: '/',
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true, // Ctrl-C reaches the supervisor alone, which ends things in order
  })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()).once('error', () => resolve()))
  endWithThisProcess(child, exited)
  const server = { host: '127.0.0.1', port, user: DATABASE, password: options.password }
  await untilItServes(server, dataDir, child)
  return {
    url: urlOf(options.password, port),
    port,
    pid: child.pid!,
    exited,
    async stop() {
      child.kill('SIGINT') // "fast": ends connections, writes everything down
      await exited
    },
  }
}

const urlOf = (password: string, port: number) =>
  `postgresql://${DATABASE}:${encodeURIComponent(password)}@127.0.0.1:${port}/${DATABASE}`

/** The URL of the server that another process runs on `dataDir`. Throws when there is none. */
export function embeddedPgUrl(dataDir: string, password: string): string {
  const note = `${dataDir}.location`
  const place = fs.existsSync(note) ? fs.readFileSync(note, 'utf8') : dataDir
  const port = Number(fs.readFileSync(path.join(place, 'postmaster.pid'), 'utf8').split('\n')[3])
  return urlOf(password, port)
}

const serverArguments = (dataDir: string, port: number) => [
  ...['-D', dataDir, '-p', String(port)],
  ...['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
  ...['-c', 'shared_buffers=32MB', '-c', 'log_min_messages=fatal'],
]

/**
 * The folder itself, made for `user`. Where root's user nobody cannot reach it (a checkout in a home folder), one under
 * /var/lib, noted in a file beside it.
 */
function placeFor(dataDir: string, user: PgUser): string {
  fs.mkdirSync(path.dirname(dataDir), { recursive: true })
  const note = `${dataDir}.location`
  if (fs.existsSync(note)) return fs.readFileSync(note, 'utf8')
  makeFor(dataDir, user)
  if (user.uid === undefined || canWrite(dataDir, user)) return dataDir
  fs.rmdirSync(dataDir)
  fs.mkdirSync(ROOT_BASE, { recursive: true, mode: 0o755 })
  const elsewhere = fs.mkdtempSync(path.join(ROOT_BASE, 'data-'))
  makeFor(elsewhere, user)
  fs.writeFileSync(note, elsewhere)
  return elsewhere
}

const canWrite = (folder: string, user: PgUser) => spawnSync('test', ['-w', folder], { ...user, cwd: '/' }).status === 0

function makeFor(folder: string, user: PgUser): void {
  // Two calls: with `recursive` the mode would close the parents too.
  if (!fs.existsSync(folder)) fs.mkdirSync(folder, { mode: 0o700 })
  if (user.uid !== undefined && user.gid !== undefined) fs.chownSync(folder, user.uid, user.gid)
}

function makeDatabase(programs: PgPrograms, user: PgUser, dataDir: string, password: string): void {
  // initdb wants an empty folder, and takes the password from a file that the user who runs it can read.
  const fill = path.join(dataDir, 'new')
  makeFor(fill, user)
  const secret = path.join(dataDir, 'password')
  fs.writeFileSync(secret, password, { mode: 0o600 })
  if (user.uid !== undefined && user.gid !== undefined) fs.chownSync(secret, user.uid, user.gid)
  const made = spawnSync(
    programs.initdb,
    ['-D', fill, '-U', DATABASE, '-A', 'scram-sha-256', `--pwfile=${secret}`, '-E', 'UTF8', '--locale=C', '--no-instructions'],
    { ...user, cwd: '/', encoding: 'utf8' },
  )
  fs.rmSync(secret)
  if (made.status !== 0) {
    fs.rmSync(fill, { recursive: true, force: true })
    throw new AppError('config.invalid', `The database could not be made in "${dataDir}": ${(made.stderr || String(made.error)).trim().split('\n').at(-1)}`)
  }
  // PG_VERSION goes last: a folder that has it is whole.
  const names = fs.readdirSync(fill).sort((a, b) => Number(a === 'PG_VERSION') - Number(b === 'PG_VERSION'))
  for (const name of names) fs.renameSync(path.join(fill, name), path.join(dataDir, name))
  fs.rmdirSync(fill)
}

/** A server whose supervisor was killed may still be ending. */
function stopLeftover(programs: PgPrograms, user: PgUser, dataDir: string): void {
  if (!fs.existsSync(path.join(dataDir, 'postmaster.pid'))) return
  spawnSync(programs.pg_ctl, ['stop', '-D', dataDir, '-m', 'fast', '-w', '-t', String(STOP_SECONDS)], { ...user, cwd: '/' })
}

/** A shell that waits for the end of its input, which comes with the end of this process, and then ends the server. */
function endWithThisProcess(child: ChildProcess, exited: Promise<void>): void {
  if (child.pid === undefined) return
  const script = 'read _; kill -INT "$1" 2>/dev/null'
  const watcher = spawn('/bin/sh', ['-c', script, 'sh', String(child.pid)], { stdio: ['pipe', 'ignore', 'ignore'], detached: true })
  watcher.unref()
  watcher.stdin.on('error', () => {})
  void exited.then(() => watcher.kill('SIGKILL'))
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo
      server.close(() => resolve(port))
    })
  })
}

/** PostgreSQL writes into this file when it takes connections; asked before, it would log an error. */
const saysReady = (dataDir: string) => {
  const file = path.join(dataDir, 'postmaster.pid')
  return fs.existsSync(file) && fs.readFileSync(file, 'utf8').split('\n')[7]?.trim() === 'ready'
}

async function untilItServes(server: pg.ClientConfig, dataDir: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + START_LIMIT_MS
  for (;;) {
    const client = new pg.Client({ ...server, database: 'postgres' })
    client.on('error', () => {})
    try {
      if (!saysReady(dataDir)) throw new Error('it is starting')
      await client.connect()
      const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE])
      if (!rowCount) await client.query(`CREATE DATABASE ${DATABASE}`)
      return
    } catch (cause) {
      if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined || Date.now() > deadline)
        throw new AppError('config.invalid', 'The embedded PostgreSQL does not start; its own messages stand above.', { cause })
      await sleep(50)
    } finally {
      await client.end().catch(() => {})
    }
  }
}
