// Runs outside_judge.py: pymilvus-pg writes and compares. Nothing of it is ours but the choice of what is written.
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { pgPython } from './python-env.ts'

export type OutsideCounts = { acknowledged: number; again: number; lastError: string | null }
export type OutsideVerdict = {
  keys: number
  onlyInMilvus: number
  onlyInPg: number
  surplus: number
  fullScan: boolean
  different: number
  sample: string[]
}

/** `url` of the PostgreSQL that it shadows its writes in, `folder` for its logs. */
type Shadow = { url: string; folder: string }
type At = { endpoint: string; token: string }

const SCRIPT = path.join(import.meta.dirname, 'outside_judge.py')
const argumentsFor = (mode: string, at: At, { url, folder }: Shadow) => {
  const given = { uri: at.endpoint, token: at.token, pg: url, folder }
  return ['-W', 'ignore', SCRIPT, mode, ...Object.entries(given).map(([name, value]) => `--${name}=${value}`)]
}
/** Its logs go to the folder also in the processes that it starts. */
const environment = ({ folder }: Shadow) => ({ ...process.env, PYMILVUS_PG_LOG_DIR: path.join(folder, 'logs') })

export type OutsideWriter = {
  counts(): OutsideCounts
  /** Resolves when `check` says so after one of the reports that come each second. Rejects when the writer ends. */
  until(check: (counts: OutsideCounts) => boolean): Promise<void>
  /** Sends its writes to another cluster from now on. */
  switchTo(at: At): void
  /** Ends it after the write under way. */
  stop(): Promise<OutsideCounts>
  /** Ends it at once, also one that has ended. */
  kill(): void
}

/** Makes its collections and writes. Resolves with its first report. */
export async function startOutsideWriter(at: At, shadow: Shadow): Promise<OutsideWriter> {
  const child = spawn(pgPython(), argumentsFor('write', at, shadow), { stdio: ['pipe', 'pipe', 'inherit'], env: environment(shadow) })
  child.stdin.on('error', () => {})
  let latest: OutsideCounts = { acknowledged: 0, again: 0, lastError: null }
  const lines = createInterface({ input: child.stdout })
  lines.on('line', (line) => (latest = JSON.parse(line) as OutsideCounts))
  const ended = once(child, 'close')
  await Promise.race([once(lines, 'line'), ended.then(() => Promise.reject(new Error('the outside writer ended at once')))])
  return {
    counts: () => latest,
    async until(check) {
      while (!check(latest)) {
        if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the outside writer has ended: ${latest.lastError}`)
        await Promise.race([once(lines, 'line'), ended])
      }
    },
    switchTo: ({ endpoint, token }) => void child.stdin.write(`switch ${endpoint} ${token}\n`),
    async stop() {
      child.stdin.end('stop\n')
      await ended
      return latest
    },
    kill: () => void child.kill('SIGKILL'),
  }
}

/** What it says of a cluster, by collection. */
export async function outsideVerdict(at: At, shadow: Shadow): Promise<Record<string, OutsideVerdict>> {
  const { stdout } = await promisify(execFile)(pgPython(), argumentsFor('judge', at, shadow), { maxBuffer: 64 << 20, env: environment(shadow) })
  return JSON.parse(stdout.trim().split('\n').at(-1)!) as Record<string, OutsideVerdict>
}

/** The verdict of a cluster that holds exactly what PostgreSQL does. */
export const AGREES = { onlyInMilvus: 0, onlyInPg: 0, surplus: 0, fullScan: true, different: 0, sample: [] }
