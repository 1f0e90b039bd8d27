// The journal's files: one a segment, named by the offset of its first entry so that names sort.
import fs from 'node:fs/promises'
import path from 'node:path'
import { offset, type JournalOffset } from './entry.ts'

export type Segment = { first: JournalOffset; bytes: number }

const SUFFIX = '.journal'
const DIGITS = 16

export function segmentFile(dir: string, first: JournalOffset): string {
  return path.join(dir, String(first).padStart(DIGITS, '0') + SUFFIX)
}

/** The segments in `dir`, oldest first. */
export async function listSegments(dir: string): Promise<Segment[]> {
  const names = (await fs.readdir(dir)).filter((name) => name.endsWith(SUFFIX)).sort()
  return Promise.all(
    names.map(async (name) => ({
      first: offset(Number(name.slice(0, -SUFFIX.length))),
      bytes: (await fs.stat(path.join(dir, name))).size,
    })),
  )
}
