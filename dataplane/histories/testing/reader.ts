// The independent reader (read_both.py) as a process that is asked again and again: to start Python costs seconds.
import { spawn } from 'node:child_process'
import path from 'node:path'
import readline from 'node:readline'
import { litePython } from '../../testing/python-env.ts'
import type { Row } from './book.ts'

export type Comparison = {
  /** In what the two clusters differ, by value; the first few. */
  differences: string[]
  total: number
  /** What the target holds: collection -> partition -> key -> entity. */
  rows: Record<string, Record<string, Record<string, Row>>>
  entities: number
}

type At = { uri: string; token: string }

export type Reader = {
  compare(request: { source: At; target: At; globalKeys: boolean }): Promise<Comparison>
  stop(): Promise<void>
}

export function startReader(): Reader {
  const child = spawn(litePython(), ['-W', 'ignore', path.join(import.meta.dirname, 'read_both.py')], { stdio: ['pipe', 'pipe', 'inherit'] })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const lines = readline.createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    async compare(request) {
      child.stdin.write(`${JSON.stringify(request)}\n`)
      const { value, done } = await lines.next()
      if (done) throw new Error('the reader ended')
      const answer = JSON.parse(value as string) as Comparison & { error?: string }
      if (answer.error) throw new Error(`the reader could not read: ${answer.error}`)
      return answer
    },
    async stop() {
      child.stdin.end()
      await exited
    },
  }
}
