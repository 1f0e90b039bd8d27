// The whole product as its users run it (`npm start`), on free ports and with data of its own.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePorts, freeRange } from '../../dataplane/testing/free-ports.ts'

const root = path.resolve(import.meta.dirname, '../..')
const START_LIMIT_MS = 120_000
const STOP_LIMIT_MS = 60_000
const ENDPOINTS = 20

export type Product = {
  /** Where browsers go. */
  url: string
  owner: { email: string; password: string }
  dataDir: string
  logFile: string
  /** Process numbers of the data plane and the console, for tests that kill them. */
  pidOf(part: 'dataplane' | 'console'): number
  /** Ends all of it as a power cut would, then starts it again on the same data. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** Starts the product that `npm run build` made; resolves when console and data plane answer. */
export async function startProduct(options: { env?: Record<string, string | undefined> } = {}): Promise<Product> {
  if (!fs.existsSync(path.join(root, 'dist/supervisor.mjs')) || !fs.existsSync(path.join(root, '.next/BUILD_ID')))
    throw new Error('The product is not built. Run "npm run build" (npm test does it).')
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'zdm-e2e-'))
  fs.chmodSync(folder, 0o755) // the embedded PostgreSQL may run as another user
  const [port, dataPlanePort] = await freePorts(2)
  const firstEndpoint = await freeRange(ENDPOINTS)
  const url = `http://localhost:${port}`
  const owner = { email: 'owner@example.com', password: 'correct horse battery' }
  const logFile = path.join(folder, 'product.log')
  const env = {
    ...process.env,
    DATA_DIR: path.join(folder, 'data'),
    PORT: String(port),
    DATA_PLANE_PORT: String(dataPlanePort),
    GATEWAY_PORT_RANGE: `${firstEndpoint}-${firstEndpoint + ENDPOINTS - 1}`,
    NEXTAUTH_URL: url,
    FIRST_OWNER_EMAIL: owner.email,
    FIRST_OWNER_PASSWORD: owner.password,
    ...options.env,
  }
  let child: ChildProcess | undefined
  const start = async () => {
    const log = fs.openSync(logFile, 'a')
    child = spawn(process.execPath, ['dist/supervisor.mjs', 'start'], { cwd: root, env, stdio: ['ignore', log, log] })
    fs.closeSync(log)
    await untilReady(`http://127.0.0.1:${port}/api/health`, child, logFile)
  }
  const end = async (signal: NodeJS.Signals) => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    child.kill(signal)
    const timer = setTimeout(() => child?.kill('SIGKILL'), STOP_LIMIT_MS)
    await exited
    clearTimeout(timer)
  }
  await start()
  return {
    url,
    owner,
    dataDir: env.DATA_DIR,
    logFile,
    pidOf: (part) => childPid(child!.pid!, part === 'console' ? '/next/dist/bin/next' : 'dataplane.mjs'),
    async restart() {
      await end('SIGKILL')
      await untilFree([port!, dataPlanePort!])
      await start()
    },
    async stop() {
      await end('SIGTERM')
      fs.mkdirSync(path.join(root, 'test-results'), { recursive: true })
      fs.copyFileSync(logFile, path.join(root, 'test-results/product.log'))
      fs.rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function untilReady(health: string, child: ChildProcess, logFile: string): Promise<void> {
  for (const end = Date.now() + START_LIMIT_MS; Date.now() < end; await sleep(200)) {
    if (child.exitCode !== null) break
    const answer = await fetch(health).catch(() => undefined)
    const facts = (await answer?.json().catch(() => undefined)) as { dataPlane?: boolean; database?: boolean } | undefined
    if (facts?.dataPlane && facts.database) return
  }
  throw new Error(`The product does not start:\n${fs.readFileSync(logFile, 'utf8').slice(-3_000)}`)
}

/** Children of a killed supervisor end by themselves; then their ports are free. */
async function untilFree(ports: number[]): Promise<void> {
  for (const port of ports)
    while (await fetch(`http://127.0.0.1:${port}/`).then(() => true, (error: Error) => !/ECONNREFUSED/.test(String(error.cause)))) await sleep(100)
}

function childPid(parent: number, marker: string): number {
  for (const name of fs.readdirSync('/proc').filter((one) => /^\d+$/.test(one))) {
    try {
      const isChild = fs.readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1]?.split(' ')[1] === String(parent)
      if (isChild && fs.readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(marker)) return Number(name)
    } catch {
      // ended while we looked
    }
  }
  throw new Error(`no process of the product runs ${marker}`)
}
