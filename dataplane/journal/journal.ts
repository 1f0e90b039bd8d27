// The journal: the ordered, durable log of what a migration's source accepted. It owns the segment files,
// group commit, recovery and trimming; it does not know what an entry means.
//
// Invariant: an entry whose `durable` promise resolved survives any crash of the process, and readers only
// ever see entries below the durable end.
import fs from 'node:fs/promises'
import { AppError } from '../../lib/errors/app-error.ts'
import { crashPoint } from '../lifecycle/crash-point.ts'
import { syncFolder } from '../store/durable-file.ts'
import { offset, type Entry, type JournalOffset } from './entry.ts'
import { decodeRecord, encodeRecord, RECORD_HEADER } from './record.ts'
import { JournalReader } from './reader.ts'
import { listSegments, segmentFile, type Segment } from './segments.ts'

export type JournalOptions = {
  /** Bytes after which a new segment begins. */
  segmentBytes?: number
}

const SEGMENT_BYTES = 16 * 1024 * 1024
/** An entry that nobody waits for (an outcome) is on disk after this time, so that the applier sees it soon. */
const COMMIT_WITHIN_MS = 5

type Waiter = { resolve: () => void; reject: (error: unknown) => void }

export class Journal {
  readonly dir: string
  #segmentBytes: number
  #segments: Segment[]
  #handle: fs.FileHandle
  #end: number
  #durableEnd: number
  #pending: Buffer[] = []
  #waiters: Waiter[] = []
  #flushing: Promise<void> | undefined
  #broken: unknown
  #commit: NodeJS.Timeout | undefined
  #listeners = new Set<() => void>()

  private constructor(dir: string, segments: Segment[], handle: fs.FileHandle, end: number, options: JournalOptions) {
    this.dir = dir
    this.#segments = segments
    this.#handle = handle
    this.#end = end
    this.#durableEnd = end
    this.#segmentBytes = options.segmentBytes ?? SEGMENT_BYTES
  }

  /**
   * Opens the journal in `dir`, making it where there is none. A record cut off at the very end (a crash
   * while writing) is removed; damage before the end is `journal.damaged`.
   */
  static async open(dir: string, options: JournalOptions = {}): Promise<Journal> {
    await fs.mkdir(dir, { recursive: true })
    const segments = await listSegments(dir)
    if (segments.length === 0) segments.push({ first: offset(0), bytes: 0 })
    const last = segments[segments.length - 1] as Segment
    const file = segmentFile(dir, last.first)
    const handle = await fs.open(file, 'a+', 0o600)
    const whole = await readWhole(handle, file).catch(async (error: unknown) => {
      await handle.close()
      throw error
    })
    await handle.truncate(whole.bytes)
    await handle.datasync()
    await syncFolder(dir)
    last.bytes = whole.bytes
    return new Journal(dir, segments, handle, last.first + whole.entries, options)
  }

  /** Where the next entry will stand. */
  get end(): JournalOffset {
    return offset(this.#end)
  }

  /** Everything below is on disk. */
  get durableEnd(): JournalOffset {
    return offset(this.#durableEnd)
  }

  /** First entry that is still kept. */
  get begin(): JournalOffset {
    return (this.#segments[0] as Segment).first
  }

  /** Bytes on disk. */
  get bytes(): number {
    return this.#segments.reduce((sum, segment) => sum + segment.bytes, 0)
  }

  /** Gives the entry its place. It is not durable yet. Throws `journal.write_failed` once a write has failed. */
  append(entry: Entry): JournalOffset {
    if (this.#broken) throw this.#failure()
    this.#pending.push(encodeRecord(entry))
    this.#commit ??= setTimeout(() => this.durable().catch(() => undefined), COMMIT_WITHIN_MS)
    return offset(this.#end++)
  }

  /** Resolves when everything appended so far is on disk; entries of many callers share one write. */
  durable(): Promise<void> {
    if (this.#broken) return Promise.reject(this.#failure())
    if (this.#pending.length === 0 && !this.#flushing) return Promise.resolve()
    const done = new Promise<void>((resolve, reject) => this.#waiters.push({ resolve, reject }))
    this.#flushing ??= this.#flush()
    return done
  }

  async appendDurable(entry: Entry): Promise<JournalOffset> {
    const at = this.append(entry)
    await this.durable()
    return at
  }

  /** Reads entries from `from` on, as far as they are durable. */
  reader(from: JournalOffset): JournalReader {
    return new JournalReader({
      dir: this.dir,
      from,
      segments: () => this.#segments,
      durableEnd: () => this.#durableEnd,
    })
  }

  /** Calls `listener` whenever the durable end has moved. Returns the way to stop it. */
  onDurable(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Deletes the segments that hold only entries below `before`. */
  async trim(before: JournalOffset): Promise<void> {
    while (this.#segments.length > 1 && (this.#segments[1] as Segment).first <= before) {
      const gone = this.#segments.shift() as Segment
      crashPoint('journal.before-trim')
      await fs.rm(segmentFile(this.dir, gone.first), { force: true })
      crashPoint('journal.after-trim')
    }
  }

  async close(): Promise<void> {
    if (!this.#broken) await this.durable().catch(() => undefined)
    await this.#flushing
    await this.#handle.close()
  }

  async #flush(): Promise<void> {
    // One turn of the event loop lets the writes of other calls join this commit.
    await new Promise<void>((resolve) => setImmediate(resolve))
    clearTimeout(this.#commit)
    this.#commit = undefined
    while (this.#waiters.length > 0 && !this.#broken) {
      const records = this.#pending
      const waiters = this.#waiters
      const end = this.#end
      this.#pending = []
      this.#waiters = []
      try {
        await this.#write(Buffer.concat(records), end)
        waiters.forEach((waiter) => waiter.resolve())
      } catch (error) {
        this.#broken = error
        for (const waiter of [...waiters, ...this.#waiters]) waiter.reject(this.#failure())
        this.#waiters = []
      }
      this.#listeners.forEach((listener) => listener())
    }
    this.#flushing = undefined
  }

  async #write(bytes: Buffer, end: number): Promise<void> {
    crashPoint('journal.before-write')
    await writeAll(this.#handle, bytes)
    crashPoint('journal.after-write')
    await this.#handle.datasync()
    crashPoint('journal.after-sync')
    const current = this.#segments[this.#segments.length - 1] as Segment
    current.bytes += bytes.length
    this.#durableEnd = end
    if (current.bytes >= this.#segmentBytes) await this.#startSegment(end)
  }

  async #startSegment(first: number): Promise<void> {
    crashPoint('journal.before-segment')
    const handle = await fs.open(segmentFile(this.dir, offset(first)), 'a+', 0o600)
    await syncFolder(this.dir)
    crashPoint('journal.after-segment')
    await this.#handle.close()
    this.#handle = handle
    this.#segments.push({ first: offset(first), bytes: 0 })
  }

  #failure(): AppError {
    const cause = this.#broken
    const full = (cause as NodeJS.ErrnoException)?.code === 'ENOSPC'
    const why = full ? 'the disk is full' : 'its file cannot be written'
    return new AppError('journal.write_failed', `The migration's journal cannot take more writes: ${why}. Free space and start the migration again.`, { cause })
  }
}

async function writeAll(handle: fs.FileHandle, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, at, bytes.length - at)
    at += bytesWritten
  }
}

/** Counts the whole records of the last segment; what follows them is the torn end of a crash. */
async function readWhole(handle: fs.FileHandle, file: string): Promise<{ entries: number; bytes: number }> {
  const { size } = await handle.stat()
  const body = Buffer.alloc(size)
  await handle.read(body, 0, size, 0)
  let entries = 0
  let at = 0
  while (at < size) {
    const record = decodeRecord(body, at)
    if (record === 'short' || record === 'damaged') {
      if (hasRecordBehind(body, at)) throw new AppError('journal.damaged', `The journal file "${file}" is damaged at byte ${at}.`)
      break
    }
    at = record.end
    entries++
  }
  return { entries, bytes: at }
}

/**
 * A record that cannot be read with a sound one anywhere behind it is no torn end. Its length may be what is
 * damaged, so every byte is a candidate; text read as a length is too large to cost more than a look.
 */
function hasRecordBehind(body: Buffer, at: number): boolean {
  for (let next = at + 1; next + RECORD_HEADER < body.length; next++) {
    if (body[next + RECORD_HEADER] !== OPENING_BRACE) continue
    const record = decodeRecord(body, next)
    if (record !== 'short' && record !== 'damaged') return true
  }
  return false
}

const OPENING_BRACE = 0x7b
