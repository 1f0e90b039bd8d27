// Runs judge.py: an independent comparison of the writer's book with what clusters hold.
import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'

export type Verdict = {
  keys: number
  lost: number
  wrong: number
  invented: number
  repeated: number
  sample: { kind: string; collection: string; key: string }[]
}
export type Judgement = { acknowledged: number; unknown: number; clusters: Record<string, Verdict> }

type Options = { python: string; log: string; clusters: Record<string, { uri: string; token?: string }> }

/** Reads every row of the clusters and compares it with the book. */
export async function judge(options: Options): Promise<Judgement> {
  const script = path.join(import.meta.dirname, 'judge.py')
  const named = Object.entries(options.clusters).map(([name, { uri, token }]) => `${name}=${uri}${token ? `,${token}` : ''}`)
  const args = ['-W', 'ignore', script, '--log', options.log, ...named.flatMap((one) => ['--cluster', one])]
  const { stdout } = await promisify(execFile)(options.python, args, { maxBuffer: 64 << 20 })
  return JSON.parse(stdout) as Judgement
}
