// One Milvus Lite process: starts it, tells its port once it answers, ends it. Owns nothing that outlives the
// process; restarts, folders and states are the cluster server's business (cluster-server.ts).
import { spawn, type ChildProcess } from 'node:child_process'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { probeVersion } from './probe-version.ts'

/** Stands beside this file, and beside the bundle when this is bundled. */
const LAUNCHER = path.join(import.meta.dirname, 'lite_server.py')
const STDERR_LINES = 30
/** Recovery replays the write-ahead log, which takes its time on a large cluster. */
const READY_LIMIT_MS = 300_000
/** Lite gives calls under way 5 s and then closes its files. */
const STOP_LIMIT_MS = 15_000

export type LiteExit = {
  code: number | null
  signal: NodeJS.Signals | null
  /** Set where the process could not be started at all. */
  spawnError: NodeJS.ErrnoException | undefined
  /** The last lines of standard error. */
  stderr: string[]
}

export interface LiteProcess {
  readonly pid: number | undefined
  /** Resolves with the port once calls are answered; rejects when the process ends first. */
  readonly ready: Promise<number>
  /** Resolves when the process has ended, for whatever reason. Never rejects. */
  readonly exited: Promise<LiteExit>
  kill(signal: NodeJS.Signals): void
  /** Ends the process in order, by force after a time; resolves when it is gone. */
  stop(): Promise<void>
}

/** What is passed to the operating system; also how a left-over process is recognised. */
export const launcherArguments = (dataDir: string, port = 0): string[] => ['-I', '-u', LAUNCHER, dataDir, String(port)]

/** Starts Milvus Lite on `dataDir`, on loopback. Port 0 takes a free one. */
export function startLiteProcess(options: { python: string; dataDir: string; port?: number }): LiteProcess {
  // Its own process group: Ctrl-C reaches the data plane alone, which then ends things in order.
  const child = spawn(options.python, launcherArguments(options.dataDir, options.port), {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  })
  child.stdin.on('error', () => {})
  const stderr: string[] = []
  createInterface({ input: child.stderr }).on('line', (line) => {
    stderr.push(line)
    if (stderr.length > STDERR_LINES) stderr.shift()
  })
  const exited = exitOf(child, stderr)
  const ready = readyPort(child, exited)
  ready.catch(() => {}) // whoever watches `exited` need not watch this too
  const kill = (signal: NodeJS.Signals) => void child.kill(signal)
  return { pid: child.pid, ready, exited, kill, stop: () => stopInOrder(kill, exited) }
}

function exitOf(child: ChildProcess, stderr: string[]): Promise<LiteExit> {
  return new Promise((resolve) => {
    child.once('error', (spawnError) => {
      if (child.pid === undefined) resolve({ code: null, signal: null, spawnError, stderr })
    })
    child.once('close', (code, signal) => resolve({ code, signal, spawnError: undefined, stderr }))
  })
}

async function readyPort(child: ChildProcess, exited: Promise<unknown>): Promise<number> {
  const gone = exited.then(() => {
    throw new Error('the process ended before it was ready')
  })
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not ready within ${READY_LIMIT_MS / 1000} s`)), READY_LIMIT_MS)
  })
  try {
    const port = await Promise.race([announcedPort(child), gone, late])
    await Promise.race([probeVersion(port), gone, late])
    return port
  } finally {
    clearTimeout(timer)
  }
}

function announcedPort(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    createInterface({ input: child.stdout! }).on('line', (line) => {
      const port = /^\{"port": (\d+)\}$/.exec(line)?.[1]
      if (port !== undefined) resolve(Number(port))
    })
  })
}

async function stopInOrder(kill: (signal: NodeJS.Signals) => void, exited: Promise<unknown>): Promise<void> {
  kill('SIGTERM')
  const timer = setTimeout(() => kill('SIGKILL'), STOP_LIMIT_MS)
  await exited
  clearTimeout(timer)
}
