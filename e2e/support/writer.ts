// The client that writes while the test goes on: a Python process with pymilvus (writer.py).
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'

export type WriterCounts = { acknowledged: number; unknown: number; rows: number; lastError: string | null }

export type Writer = {
  /** What was written until a second ago. */
  counts(): WriterCounts
  /** Sends all writes to another endpoint from now on. */
  switchTo(uri: string, token: string): void
  /** Resolves when `check` says so after one of the reports that come each second. Rejects when the writer ends. */
  until(check: (counts: WriterCounts) => boolean): Promise<void>
  /** Ends it after the writes under way. */
  stop(): Promise<WriterCounts>
  /** Ends it at once, also one that has ended; for clearing up. */
  kill(): void
}

type Options = { python: string; uri: string; token?: string; log: string; threads?: number; seed?: number; collections?: string[]; rate?: number }

/** Makes the three collections where they are missing, and starts to write. */
export async function startWriter(options: Options): Promise<Writer> {
  const script = path.join(import.meta.dirname, 'writer.py')
  const args = ['-W', 'ignore', script, '--create', '--uri', options.uri, '--log', options.log]
  if (options.token) args.push('--token', options.token)
  if (options.collections) args.push('--collections', options.collections.join(','))
  if (options.threads) args.push('--threads', String(options.threads))
  if (options.rate) args.push('--rate', String(options.rate))
  if (options.seed) args.push('--seed', String(options.seed))
  const child = spawn(options.python, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.on('error', () => {})
  let latest: WriterCounts = { acknowledged: 0, unknown: 0, rows: 0, lastError: null }
  const lines = createInterface({ input: child.stdout })
  lines.on('line', (line) => {
    latest = JSON.parse(line) as WriterCounts
  })
  const ended = once(child, 'close')
  await Promise.race([once(lines, 'line'), ended.then(() => Promise.reject(new Error('the writer ended at once')))])
  return {
    counts: () => latest,
    switchTo: (uri, token) => void child.stdin.write(`switch ${uri} ${token}\n`),
    async until(check) {
      while (!check(latest)) {
        if (child.exitCode !== null) throw new Error('the writer has ended')
        await Promise.race([once(lines, 'line'), ended])
      }
    },
    kill: () => void child.kill('SIGKILL'),
    async stop() {
      child.stdin.end('stop\n')
      await ended
      return latest
    },
  }
}
