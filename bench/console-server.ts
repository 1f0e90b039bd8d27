// The built console on a real PostgreSQL with a full job store. The data plane is the double of the tests: it answers at
// once, so that what is measured is the console.
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePorts } from '../dataplane/testing/free-ports.ts'
import { connectDatabase, db } from '../lib/db/client.ts'
import { startEmbeddedPg } from '../lib/db/embedded-pg.ts'
import { createDatabase } from '../lib/db/testing/create-database.ts'
import { startFakeDataPlane, type FakeDataPlane } from '../lib/jobs/testing/fake-data-plane.ts'
import { fillStore, type FilledStore, type StoreFacts } from './console-store.ts'

const root = path.resolve(import.meta.dirname, '..')
const START_LIMIT_MS = 60_000

export type ConsoleServer = { url: string; store: FilledStore; cookie: string; stop(): Promise<void> }

export async function startConsoleServer(): Promise<ConsoleServer> {
  if (!fs.existsSync(path.join(root, '.next/BUILD_ID'))) throw new Error('The console is not built. Run "npm run build" first.')
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-console-'))
  fs.chmodSync(folder, 0o755) // the embedded PostgreSQL may run as another user
  const stops: (() => unknown)[] = [() => fs.rmSync(folder, { recursive: true, force: true })]
  const stop = async () => {
    for (const one of stops.reverse()) await one()
  }
  try {
    const postgres = await startEmbeddedPg({ dataDir: path.join(folder, 'postgres'), password: randomBytes(12).toString('hex') })
    stops.push(() => postgres.stop())
    const databaseUrl = await createDatabase(postgres.url, 'bench')
    connectDatabase(databaseUrl)
    const { store, facts } = await fillStore()
    await db().$disconnect()
    const token = randomBytes(16).toString('hex')
    const plane = await startFakeDataPlane(token)
    stops.push(() => plane.stop())
    tell(plane, facts)
    const [port] = await freePorts(1)
    const url = `http://127.0.0.1:${port}`
    const child = startNext(port!, { DATABASE_URL: databaseUrl, DATA_PLANE_URL: plane.url, DATA_PLANE_TOKEN: token, NEXTAUTH_URL: url }, path.join(folder, 'console.log'))
    stops.push(() => child.stop())
    await untilHealthy(url, child.log)
    return { url, store, cookie: await signIn(url, store), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

function tell(plane: FakeDataPlane, facts: StoreFacts): void {
  for (const { id, endpoint } of facts.clusters)
    plane.state.clusters.set(id, { id, endpoint, driver: 'embedded', state: 'running', reason: null, engine: { kind: 'lite', version: '3.2.2' }, policy: 'open', migrationId: null, entities: null })
  for (const migration of facts.migrations) plane.state.migrations.set(migration.id, migration)
}

function startNext(port: number, options: Record<string, string>, log: string) {
  const out = fs.openSync(log, 'a')
  const env = { ...process.env, NODE_ENV: 'production', PORT: String(port), NEXTAUTH_SECRET: 'a secret of the benchmark', SECRETS_KEY: 'a key of the benchmark', ...options } as NodeJS.ProcessEnv
  const child = spawn(process.execPath, ['node_modules/next/dist/bin/next', 'start', '-H', '127.0.0.1', '-p', String(port)], { cwd: root, env, stdio: ['ignore', out, out] })
  fs.closeSync(out)
  return {
    log,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const exited = once(child, 'exit')
      child.kill('SIGTERM')
      await exited
    },
  }
}

async function untilHealthy(url: string, log: string): Promise<void> {
  for (const end = Date.now() + START_LIMIT_MS; Date.now() < end; await sleep(200)) {
    const answer = await fetch(`${url}/api/health`).catch(() => undefined)
    if (answer?.ok) return
  }
  throw new Error(`The console does not start:\n${fs.readFileSync(log, 'utf8').slice(-2_000)}`)
}

/** Signs in as a browser does; the session is what the cookies hold. */
async function signIn(url: string, { email, password }: FilledStore): Promise<string> {
  const jar = new Map<string, string>()
  const keep = (response: Response) => {
    for (const line of response.headers.getSetCookie()) {
      const [name, value] = line.split(';')[0]!.split(/=(.*)/s)
      jar.set(name!, value!)
    }
    return response
  }
  const cookies = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
  const { csrfToken } = (await keep(await fetch(`${url}/api/auth/csrf`)).json()) as { csrfToken: string }
  const body = new URLSearchParams({ email, password, csrfToken, callbackUrl: url, json: 'true' })
  keep(await fetch(`${url}/api/auth/callback/credentials`, { method: 'POST', body, headers: { cookie: cookies() }, redirect: 'manual' }))
  const me = await fetch(`${url}/api/me`, { headers: { cookie: cookies() } })
  if (!me.ok) throw new Error(`Signing in failed: ${me.status} ${await me.text()}`)
  return cookies()
}
