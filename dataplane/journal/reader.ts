// Reads the journal in order, a bounded piece at a time, and never past its durable end.
import fs from 'node:fs/promises'
import { AppError } from '../../lib/errors/app-error.ts'
import { offset, type Entry, type JournalOffset } from './entry.ts'
import { decodeRecord } from './record.ts'
import { segmentFile, type Segment } from './segments.ts'

const PIECE_BYTES = 1024 * 1024

export type ReadEntry = { at: JournalOffset; entry: Entry }

export class JournalReader {
  #dir: string
  #segments: () => readonly Segment[]
  #durableEnd: () => number
  #next: number
  #file: { first: number; handle: fs.FileHandle; position: number; rest: Buffer } | undefined
  /** Number of the entry at the file's position; runs up to `#next` after a start in mid-segment. */
  #at = 0

  constructor(from: { dir: string; from: JournalOffset; segments: () => readonly Segment[]; durableEnd: () => number }) {
    this.#dir = from.dir
    this.#next = from.from
    this.#segments = from.segments
    this.#durableEnd = from.durableEnd
  }

  /** Where the next entry to be read stands. */
  get position(): JournalOffset {
    return offset(this.#next)
  }

  /** Up to `most` entries; empty where all durable ones have been read. */
  async read(most: number): Promise<ReadEntry[]> {
    const entries: ReadEntry[] = []
    while (entries.length < most && this.#next < this.#durableEnd()) {
      const read = await this.#readOne()
      if (this.#at++ < this.#next) continue
      entries.push({ at: offset(this.#next++), entry: read })
    }
    return entries
  }

  async close(): Promise<void> {
    await this.#file?.handle.close()
    this.#file = undefined
  }

  async #readOne(): Promise<Entry> {
    const { segment, file } = await this.#open()
    for (let most = PIECE_BYTES; ; most *= 2) {
      const record = decodeRecord(file.rest, 0)
      if (record === 'damaged') throw this.#damaged(file.first)
      if (record !== 'short') {
        file.rest = file.rest.subarray(record.end)
        return record.entry
      }
      // At the journal's end this runs for each commit: a piece is no larger than what there is to read.
      const piece = Buffer.allocUnsafe(Math.min(most, segment.bytes - file.position))
      const { bytesRead } = await file.handle.read(piece, 0, piece.length, file.position)
      if (bytesRead === 0) throw this.#damaged(file.first)
      file.position += bytesRead
      file.rest = Buffer.concat([file.rest, piece.subarray(0, bytesRead)])
    }
  }

  /** The file that holds the entry at `#at`, moving on to the next segment where one ends. */
  async #open() {
    const next = this.#file ? this.#at : this.#next
    const segment = this.#segments().findLast((candidate) => candidate.first <= next)
    if (!segment) throw new AppError('journal.damaged', `The journal no longer holds entry ${this.#next}.`)
    if (this.#file && this.#file.first === segment.first) return { segment, file: this.#file }
    await this.#file?.handle.close()
    const handle = await fs.open(segmentFile(this.#dir, segment.first), 'r')
    this.#file = { first: segment.first, handle, position: 0, rest: Buffer.alloc(0) }
    this.#at = segment.first
    return { segment, file: this.#file }
  }

  #damaged(first: number): AppError {
    return new AppError('journal.damaged', `The journal segment that begins at entry ${first} is damaged.`)
  }
}
