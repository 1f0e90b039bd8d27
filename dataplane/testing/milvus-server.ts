// A real Milvus 2.3.5 for a test: standalone with embedded etcd and RocksMQ, about 1 GB of memory, on ports of its
// own so that a source and a target run side by side. Ends with the process that started it.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { probeVersion } from '../embedded/probe-version.ts'
import { freePorts } from './free-ports.ts'
import type { TestServer } from './lite-server.ts'
import { milvus23Python } from './python-env.ts'

const LAUNCHER = path.join(import.meta.dirname, 'milvus_server.py')
const READY_LIMIT_MS = 240_000
const STOP_LIMIT_MS = 10_000
const PORT_KEYS = [
  'proxy_port',
  'proxy_internal_port',
  'root_coord_port',
  'query_coord_port',
  'query_node_port',
  'index_coord_port',
  'index_node_port',
  'data_coord_port',
  'data_node_port',
  'etcd_port',
  'etcd_peer_port',
  'metrics_port',
]

/** Starts Milvus; resolves when it serves. The same `dataDir` again gives the same data on the same ports; `env` overrides its settings. */
export async function startMilvusServer(options: { dataDir?: string; env?: Record<string, string> } = {}): Promise<TestServer> {
  const python = milvus23Python()
  const dataDir = options.dataDir ?? (await fs.mkdtemp(path.join(os.tmpdir(), 'zdm-milvus-')))
  await fs.mkdir(dataDir, { recursive: true })
  const ports = await portsOf(dataDir)
  const binDir = path.resolve(path.dirname(python), '../server')
  const output = await fs.open(path.join(dataDir, 'server.log'), 'a')
  const child = spawn(python, ['-I', LAUNCHER, dataDir, binDir, JSON.stringify(ports)], {
    stdio: ['ignore', output.fd, output.fd],
    env: { ...process.env, ...options.env },
  })
  await output.close()
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()).once('error', () => resolve()))
  const kill = async (signal: NodeJS.Signals = 'SIGKILL') => {
    child.kill(signal)
    await exited
  }
  try {
    await untilReady(ports, exited)
  } catch (cause) {
    await kill()
    const log = await fs.readFile(path.join(dataDir, 'server.log'), 'utf8')
    throw new Error(`Milvus 2.3.5 did not start in ${dataDir}: ${log.slice(-1_500)}`, { cause })
  }
  return {
    address: `127.0.0.1:${ports.proxy_port}`,
    port: ports.proxy_port!,
    pid: child.pid!,
    dataDir,
    kill,
    async stop() {
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS)
      await kill('SIGTERM')
      clearTimeout(timer)
      if (options.dataDir === undefined) await fs.rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** A cluster keeps its ports: whoever registered its address must find it there after a restart. */
async function portsOf(dataDir: string): Promise<Record<string, number>> {
  const file = path.join(dataDir, 'ports.json')
  if (existsSync(file)) return JSON.parse(await fs.readFile(file, 'utf8')) as Record<string, number>
  const free = await freePorts(PORT_KEYS.length)
  const ports = Object.fromEntries(PORT_KEYS.map((key, at) => [key, free[at]!]))
  await fs.writeFile(file, JSON.stringify(ports))
  return ports
}

async function untilReady(ports: Record<string, number>, exited: Promise<void>): Promise<void> {
  const abort = new AbortController()
  const gone = exited.then(() => {
    throw new Error('the server ended')
  })
  const signal = AbortSignal.any([abort.signal, AbortSignal.timeout(READY_LIMIT_MS)])
  try {
    await Promise.race([untilHealthy(ports.metrics_port!, signal), gone])
    await Promise.race([probeVersion(ports.proxy_port!, signal), gone])
  } finally {
    abort.abort()
  }
}

async function untilHealthy(port: number, signal: AbortSignal): Promise<void> {
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`, { signal }).catch(() => undefined)
    if (answer?.ok && (await answer.text()).includes('OK')) return
    signal.throwIfAborted()
    await sleep(200)
  }
}
