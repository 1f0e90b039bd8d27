// Keeps one child process running: restarts it with back-off when it ends, ends it in order when asked.
import { spawn, type ChildProcess } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'

const RESTART_MS = 500
const RESTART_LIMIT_MS = 15_000
/** A process that ran this long and then ended starts the count anew. */
const STABLE_MS = 30_000

export type Kept = { stop(): Promise<void> }
type Options = {
  name: string
  args: string[]
  env: NodeJS.ProcessEnv
  /** How long it may take to end in order before it is killed. */
  stopLimitMs: number
  /** How long it may take to end in order when this process is gone. */
  orphanLimitMs: number
  say: (line: string) => void
}

/** Starts `node args…` and keeps it running until `stop`. */
export function keepRunning(options: Options): Kept {
  const abort = new AbortController()
  let child: ChildProcess | undefined
  const done = (async () => {
    for (let crashes = 0; !abort.signal.aborted; ) {
      const startedAt = performance.now()
      // Its own process group: Ctrl-C reaches the supervisor alone.
      const env = { ...options.env, SUPERVISOR_PID: String(process.pid), SUPERVISOR_GONE_LIMIT_MS: String(options.orphanLimitMs) }
      child = spawn(process.execPath, options.args, { env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'], detached: true })
      const how = await ended(child)
      if (abort.signal.aborted) return
      crashes = performance.now() - startedAt >= STABLE_MS ? 0 : crashes + 1
      const waitMs = Math.min(RESTART_MS * 2 ** Math.max(0, crashes - 1), RESTART_LIMIT_MS)
      options.say(`${options.name} ended (${how}); starting it again in ${waitMs / 1000} s`)
      await sleep(waitMs, undefined, { signal: abort.signal }).catch(() => {})
    }
  })()
  return {
    async stop() {
      abort.abort()
      child?.kill('SIGTERM')
      const timer = setTimeout(() => child?.kill('SIGKILL'), options.stopLimitMs)
      await done
      clearTimeout(timer)
    },
  }
}

function ended(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => child.pid === undefined && resolve(error.message))
    child.once('exit', (code, signal) => resolve(signal ?? `code ${code}`))
  })
}
