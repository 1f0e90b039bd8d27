// The steady pymilvus client (write_load.py) of the sync and cutover benchmarks.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'

export type LoadCounts = {
  acknowledged: number
  rows: number
  /** Threads that went to the target. */
  moved: number
  /** Writes that the source refused because its data has moved; made again on the target. */
  refused: number
  /** Writes that failed for any other reason. */
  failed: number
  /** The longest that one write took until it was acknowledged, wherever. */
  gapMs: number
  p50Ms: number
  p99Ms: number
  lastFailure: string | null
}

export type WriteLoad = {
  counts(): LoadCounts
  /** Resolves when a report fulfils `check`; rejects when the client ends before. */
  until(check: (counts: LoadCounts) => boolean): Promise<void>
  stop(): Promise<LoadCounts>
}

/** Makes the collection and starts to write; resolves with the first acknowledged write. */
export async function startWriteLoad(options: { python: string; uri: string; thenUri: string; rate: number }): Promise<WriteLoad> {
  const script = path.join(import.meta.dirname, 'write_load.py')
  const args = ['-W', 'ignore', script, options.uri, options.thenUri, String(options.rate)]
  const child = spawn(options.python, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.on('error', () => {})
  let latest: LoadCounts = { acknowledged: 0, rows: 0, moved: 0, refused: 0, failed: 0, gapMs: 0, p50Ms: 0, p99Ms: 0, lastFailure: null }
  const lines = createInterface({ input: child.stdout })
  lines.on('line', (line) => (latest = JSON.parse(line) as LoadCounts))
  const ended = once(child, 'close')
  const load: WriteLoad = {
    counts: () => latest,
    async until(check) {
      while (!check(latest)) {
        if (child.exitCode !== null) throw new Error(`the write load has ended: ${latest.lastFailure ?? 'see above'}`)
        await Promise.race([once(lines, 'line'), ended])
      }
    },
    async stop() {
      child.stdin.end()
      await ended
      return latest
    },
  }
  await load.until((counts) => counts.acknowledged > 0)
  return load
}
