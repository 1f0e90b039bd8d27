import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { ensurePythonEnv } from '../../scripts/python-env.mjs'

/** A Python with pymilvus 3. */
export const python = (): string => ensurePythonEnv('lite')

/** Runs one of the scripts beside this file; resolves with the JSON that it prints. */
export async function runPython<Result>(script: string, args: string[]): Promise<Result> {
  const { stdout } = await promisify(execFile)(python(), ['-W', 'ignore', path.join(import.meta.dirname, script), ...args])
  return JSON.parse(stdout) as Result
}
