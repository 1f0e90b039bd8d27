// A real data plane process for a test, with a small client of its control API. The test decides when it dies.
import { spawn, type ChildProcess } from 'node:child_process'
import fs from 'node:fs/promises'
import { createWriteStream } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ClusterFacts, MigrationFacts, type ClusterSpec } from '../../lib/contracts/control-api.ts'
import { DATA_PLANE_FLAGS } from '../../lib/config/node-flags.ts'
import { bundleDataPlane } from './data-plane-bundle.ts'
import { freePorts, freeRange } from './free-ports.ts'
import { litePython } from './python-env.ts'

const TOKEN = 'control-token-of-a-test'
const READY_MS = 30_000
/** Ports that its gateway may take. */
const ENDPOINTS = 40

export type DataPlaneProcess = {
  readonly dir: string
  readonly pid: number
  /** Calls the control API; throws with the API's message on an error status. */
  api(method: string, path: string, body?: unknown): Promise<unknown>
  putCluster(id: string, spec: ClusterSpec): Promise<ClusterFacts>
  cluster(id: string): Promise<ClusterFacts>
  migration(id: string): Promise<MigrationFacts>
  /** Waits until `check` holds for the migration's facts; throws its facts after `timeoutMs`. */
  until(id: string, check: (facts: MigrationFacts) => boolean, timeoutMs?: number): Promise<MigrationFacts>
  /** Resolves when the process that runs now has ended, however it did. */
  ended(): Promise<void>
  /** SIGKILL, as a crash; resolves when it is gone. */
  kill(): Promise<void>
  /** SIGTERM, as an operator; resolves when it has ended by itself. */
  end(): Promise<void>
  /** Starts it again on the same folder and ports. With a CRASH_POINT it may be dead before it answered. */
  start(env?: Record<string, string>): Promise<void>
  /** Ends it and removes its folder. */
  stop(): Promise<void>
}

export async function startDataPlaneProcess(env: Record<string, string> = {}): Promise<DataPlaneProcess> {
  const dir = await fs.mkdtemp(path.join(os.tmpdir(), 'zdm-data-plane-'))
  const program = await bundleDataPlane(path.join(dir, 'program'))
  const [control] = (await freePorts(1)) as [number]
  const first = await freeRange(ENDPOINTS)
  let child: ChildProcess | undefined
  let exited: Promise<void> = Promise.resolve()

  const api = async (method: string, route: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${control}${route}`, {
      method,
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    const json = text === '' ? undefined : (JSON.parse(text) as { error?: { message: string; code: string } })
    if (!response.ok) throw new Error(`${json?.error?.code}: ${json?.error?.message}`)
    return json
  }
  const start = async (more: Record<string, string> = {}) => {
    const out = createWriteStream(path.join(dir, 'data-plane.log'), { flags: 'a' })
    child = spawn(process.execPath, [...DATA_PLANE_FLAGS, program], {
      // The ipc channel ends the data plane when the test's process ends, however that happens.
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: {
        ...process.env,
        DATA_DIR: dir,
        DATA_PLANE_PORT: String(control),
        DATA_PLANE_TOKEN: TOKEN,
        GATEWAY_PORT_RANGE: `${first}-${first + ENDPOINTS - 1}`,
        PYTHON: litePython(),
        LOG_LEVEL: 'debug',
        ...env,
        ...more,
      },
    })
    child.stdout?.pipe(out, { end: false })
    child.stderr?.pipe(out, { end: false })
    exited = new Promise((resolve) => child?.once('exit', () => resolve()))
    const deadline = Date.now() + READY_MS
    for (;;) {
      const up = await api('GET', '/v1/clusters').then(() => true, () => false)
      if (up || (more.CRASH_POINT && child.signalCode === 'SIGKILL')) return
      if (child.exitCode !== null || Date.now() > deadline) throw new Error(`the data plane did not start:\n${await fs.readFile(path.join(dir, 'data-plane.log'), 'utf8')}`)
      await sleep(30)
    }
  }
  const kill = async () => {
    child?.kill('SIGKILL')
    await exited
  }
  const cluster = async (id: string) => ClusterFacts.parse(await api('GET', `/v1/clusters/${id}`))
  const migration = async (id: string) => MigrationFacts.parse(await api('GET', `/v1/migrations/${id}`))
  await start()
  return {
    dir,
    get pid() {
      return child?.pid as number
    },
    api,
    async putCluster(id, spec) {
      await api('PUT', `/v1/clusters/${id}`, spec)
      for (let waited = 0; ; waited += 50) {
        const facts = await cluster(id)
        if (facts.state === 'running') return facts
        if (facts.state === 'failed' || waited > 60_000) throw new Error(`cluster ${id} is ${facts.state}: ${facts.reason}`)
        await sleep(50)
      }
    },
    cluster,
    migration,
    async until(id, check, timeoutMs = 60_000) {
      const deadline = Date.now() + timeoutMs
      for (;;) {
        const facts = await migration(id)
        if (check(facts)) return facts
        if (Date.now() > deadline) throw new Error(`not within ${timeoutMs} ms: ${JSON.stringify(facts)}`)
        await sleep(50)
      }
    },
    ended: () => exited,
    kill,
    async end() {
      child?.kill('SIGTERM')
      await exited
    },
    start,
    async stop() {
      child?.kill('SIGTERM')
      const gone = await Promise.race([exited.then(() => true), sleep(10_000).then(() => false)])
      if (!gone) await kill()
      await fs.rm(dir, { recursive: true, force: true })
    },
  }
}
