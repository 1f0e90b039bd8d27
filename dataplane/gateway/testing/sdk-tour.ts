// Runs what an application does with pymilvus in a process of its own, against one endpoint.
import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'

const SCRIPT = path.join(import.meta.dirname, 'sdk_tour.py')
const LIMIT_MS = 120_000

/** Runs sdk_tour.py; rejects with what Python wrote where it fails. */
export async function sdkTour(
  python: string,
  mode: 'tour' | 'forbidden',
  address: string,
  token = '',
): Promise<Record<string, unknown>> {
  const { stdout } = await promisify(execFile)(python, [SCRIPT, mode, address, token], { timeout: LIMIT_MS })
  return JSON.parse(stdout.trim().split('\n').at(-1)!) as Record<string, unknown>
}
