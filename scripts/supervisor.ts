// Starts the whole product and keeps it running: database, schema migrations, data plane, console.
//   node --import tsx scripts/supervisor.ts dev      from the sources, with reload of the console
//   node dist/supervisor.mjs start                   what `npm run build` made
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { DATA_PLANE_FLAGS } from '../lib/config/node-flags.ts'
import { supervisorConfig, type SupervisorConfig } from '../lib/config/supervisor.ts'
import { applySchemaMigrations } from '../lib/db/apply-schema-migrations.ts'
import { AppError } from '../lib/errors/app-error.ts'
import { ensurePythonEnv } from './python-env.mjs'
import { childEnvironments } from './supervisor/child-environments.ts'
import { startDatabase } from './supervisor/database.ts'
import { keepRunning } from './supervisor/keep-running.ts'
import { claimDataDir } from './supervisor/only-one.ts'
import { requireFreePort } from './supervisor/require-free-port.ts'
import { keptSecrets } from './supervisor/secrets.ts'

/** This file stands in scripts/, its bundle in dist/. */
const root = path.resolve(import.meta.dirname, '..')
const say = (line: string) => console.log(`[supervisor] ${line}`)
const next = path.join(root, 'node_modules/next/dist/bin/next')

function argumentsOf(mode: 'dev' | 'start', config: SupervisorConfig) {
  const guard = path.join(root, mode === 'dev' ? 'scripts/supervisor/end-with-parent.mjs' : 'dist/end-with-parent.mjs')
  const dataPlane = mode === 'dev' ? ['--import', 'tsx', path.join(root, 'dataplane/main.ts')] : [path.join(root, 'dist/dataplane.mjs')]
  return {
    dataPlane: [...DATA_PLANE_FLAGS, '--import', guard, ...dataPlane],
    console: ['--import', guard, next, mode, '-H', config.CONSOLE_HOST, '-p', String(config.PORT)],
  }
}

/** Without Python everything but embedded clusters works, and the console says why those do not. */
function preparePython(config: SupervisorConfig): void {
  if (process.env.PYTHON || fs.existsSync(config.PYTHON)) return
  try {
    ensurePythonEnv('lite', say)
  } catch (error) {
    say(`embedded clusters are not available: ${(error as Error).message}`)
  }
}

async function untilConsoleAnswers(config: SupervisorConfig, signal: AbortSignal): Promise<void> {
  const host = config.CONSOLE_HOST === '0.0.0.0' ? '127.0.0.1' : config.CONSOLE_HOST
  while (!signal.aborted) {
    const answer = await fetch(`http://${host}:${config.PORT}/api/health`, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined)
    if (answer?.ok) return
    await sleep(200)
  }
}

async function main(): Promise<void> {
  const mode = process.argv[2]
  if (mode !== 'dev' && mode !== 'start') throw new Error('Say "dev" or "start".')
  process.chdir(root)
  if (fs.existsSync('.env')) process.loadEnvFile('.env')
  const config = supervisorConfig()
  fs.mkdirSync(config.DATA_DIR, { recursive: true })
  claimDataDir(config.DATA_DIR)
  await requireFreePort(config.CONSOLE_HOST, config.PORT, 'PORT')
  await requireFreePort(config.DATA_PLANE_HOST, config.DATA_PLANE_PORT, 'DATA_PLANE_PORT')
  preparePython(config)

  const abort = new AbortController()
  const running: { stop(): Promise<void> }[] = []
  const stop = async () => {
    if (abort.signal.aborted) return
    abort.abort()
    say('stopping')
    // The console first: it would only report that the data plane is gone.
    for (const one of running.reverse()) await one.stop()
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void stop())
  if (process.channel) process.once('disconnect', () => void stop())

  const secrets = keptSecrets(config.DATA_DIR)
  const database = await startDatabase(config, secrets.DATABASE_PASSWORD, say)
  running.push(database)
  const applied = await applySchemaMigrations(database.url)
  if (applied.length > 0) say(`schema migrations applied: ${applied.join(', ')}`)
  if (abort.signal.aborted) return
  const environments = childEnvironments(config, secrets, database.url, mode)
  const args = argumentsOf(mode, config)
  running.push(keepRunning({ name: 'the data plane', args: args.dataPlane, env: environments.dataPlane, stopLimitMs: 20_000, orphanLimitMs: 10_000, say }))
  // Requests that are cut off do no harm here: every step of the worker can be repeated. Without a supervisor it ends at
  // once: it would go on serving connections that browsers hold open, from a database that is gone, beside its successor.
  running.push(keepRunning({ name: 'the console', args: args.console, env: environments.console, stopLimitMs: 3_000, orphanLimitMs: 0, say }))
  await untilConsoleAnswers(config, abort.signal)
  if (!abort.signal.aborted) say(`ready: ${environments.console.NEXTAUTH_URL}`)
}

main().catch((error: unknown) => {
  const readable = error instanceof AppError ? error.publicMessage : error instanceof Error ? error.message : String(error)
  const cause = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : ''
  console.error(`[supervisor] ${readable}${cause}`)
  process.exit(1)
})
