// `npm run demo`: installs, builds and starts everything, makes a source cluster with real data and a client that keeps writing
// to it, and says where to look. Ctrl-C ends it; started again it goes on with the same data.
import { spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ensureBuild, ensurePackages, requireNode, root } from './install.mjs'
import { ensurePythonEnv, PythonEnvError } from './python-env.mjs'

const OWNER = { email: 'owner@example.com', password: 'demo-password' }

requireNode()
let python
try {
  python = ensurePythonEnv('lite', console.log)
} catch (error) {
  if (!(error instanceof PythonEnvError)) throw error
  console.error(error.message)
  process.exit(1)
}
ensurePackages()
ensureBuild()
process.chdir(root)

/** The port asked for, or else the next free one: a demo should not fail because something listens on 3000. */
async function freePort(wanted) {
  for (let port = wanted; ; port++) {
    const free = await new Promise((resolve) => {
      const server = net.createServer().once('error', () => resolve(false))
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
    })
    if (free) return String(port)
  }
}

const env = {
  ...process.env,
  DATA_DIR: path.resolve(process.env.DATA_DIR ?? '.data/demo'),
  PORT: process.env.PORT ?? (await freePort(3000)),
  DATA_PLANE_PORT: process.env.DATA_PLANE_PORT ?? (await freePort(19400)),
  FIRST_OWNER_EMAIL: OWNER.email,
  FIRST_OWNER_PASSWORD: OWNER.password,
}
const logFile = path.join(env.DATA_DIR, 'product.log')
fs.mkdirSync(env.DATA_DIR, { recursive: true })
const log = fs.openSync(logFile, 'a')

console.log('Starting …')
const product = spawn(process.execPath, ['dist/supervisor.mjs', 'start'], { env, stdio: ['ignore', log, log, 'ipc'], detached: true })
let client
let stopping = false
function stop(code = 0) {
  if (stopping) return
  stopping = true
  client?.kill('SIGTERM')
  product.once('exit', () => process.exit(code))
  if (product.exitCode === null) product.kill('SIGTERM')
  else process.exit(code)
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop())
product.once('exit', () => {
  if (stopping) return
  console.error(`The product ended. Its log is ${logFile}:\n${fs.readFileSync(logFile, 'utf8').split('\n').slice(-15).join('\n')}`)
  client?.kill('SIGTERM')
  process.exit(1)
})

const url = env.NEXTAUTH_URL ?? `http://localhost:${env.PORT}`
for (let facts; !(facts?.database && facts.dataPlane); await sleep(300))
  facts = await fetch(`http://127.0.0.1:${env.PORT}/api/health`).then((answer) => answer.json(), () => undefined)

const made = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/demo/make-source.ts'], { env, encoding: 'utf8' })
if (made.status !== 0) {
  console.error(`The source cluster could not be made. The product's log is ${logFile}.\n${made.stderr}`)
  stop(1)
} else {
  const source = JSON.parse(made.stdout.trim().split('\n').at(-1))
  client = spawn(python, ['-W', 'ignore', 'scripts/demo/client.py', '--uri', source.uri, '--token', source.token], { stdio: ['ignore', 'inherit', 'inherit'] })
  console.log(`
  Console    ${url}
  Sign in    ${OWNER.email}  /  ${OWNER.password}
  Source     demo-source, endpoint ${source.uri}: ${url}/projects/${source.projectId}/clusters/${source.id}
  Try        Migrations > In Current Organization: move demo-source to a new cluster while the client below goes on writing
  Log        ${logFile}

  When the migration is complete, switch the client: stop it here with Ctrl-C, or start another one beside it with
    ${path.relative(root, python)} scripts/demo/client.py --uri NEW_ENDPOINT --token NEW_TOKEN
`)
}
