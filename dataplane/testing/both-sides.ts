// Runs both_sides.py: an independent comparison of two clusters, entity by entity and by value.
import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'

export type BothSides = {
  collections: number
  entities: number
  differences: number
  /** The first few. */
  differing: { collection: string; key: string; kind: string }[]
}

const SCRIPT = path.join(import.meta.dirname, 'both_sides.py')

/** Compares what two endpoints hold. Nobody may write meanwhile. */
export async function compareBothSides(python: string, a: string, b: string, token: string): Promise<BothSides> {
  const { stdout } = await promisify(execFile)(python, ['-W', 'ignore', SCRIPT, a, b, token], { maxBuffer: 64 << 20 })
  return JSON.parse(stdout) as BothSides
}

/** What a finished migration must show. */
export const SAME = { differences: 0, differing: [] }
