// The entries of a lane that wait, in order, and which of those in front go together: those whose writes tell what they have
// made of their keys, or those that reads of the source show by now.
import type { EntryOf, IncarnationId, JournalOffset } from '../journal/entry.ts'
import { GONE, type RowImage, type RowImages } from '../journal/row-images.ts'
import { BATCH_BYTES } from '../milvus/batch-size.ts'
import type { Horizon, Sight } from './horizon.ts'
import type { Imaged } from './known-state.ts'

export type Outcome = { kind: 'outcome'; at: JournalOffset; entry: EntryOf<'outcome'> }
export type LaneItem = Outcome | { kind: 'ddl'; at: JournalOffset; entry: EntryOf<'ddl'> }

/** `mark`: with which a look at the source was planned; undefined where none may be needed. */
type Queued = LaneItem & { mark: number | undefined }

export type LaneQueueParts = {
  images: RowImages
  onSource: Horizon
  /** Keys of what goes together. */
  mostKeys: number
}

/** A backlog in which a part as small as this has its keys apart is read: many writes of a few keys are one read. */
const WORTHWHILE = 1 / 4
const BACKLOG = 32

export class LaneQueue {
  #parts: LaneQueueParts
  #items: Queued[] = []

  constructor(parts: LaneQueueParts) {
    this.#parts = parts
  }

  get length(): number {
    return this.#items.length
  }

  get first(): LaneItem | undefined {
    return this.#items[0]
  }

  /** Of the first write. */
  get incarnation(): IncarnationId | undefined {
    return this.#items.find((item) => item.kind === 'outcome')?.entry.incarnation
  }

  push(item: LaneItem): void {
    const isRead = item.kind === 'outcome' && (this.length >= BACKLOG || !this.#imageOf(item))
    this.#items.push({ ...item, mark: isRead ? this.#parts.onSource.mark() : undefined })
  }

  shift(): void {
    this.#items.shift()
  }

  /** The first `count` entries, which are outcomes. */
  take(count: number): Outcome[] {
    return this.#items.splice(0, count).filter((item) => item.kind === 'outcome')
  }

  /** The entries in front whose images are known, of one incarnation, with each key in one of them at most. */
  known(): Imaged[] {
    const { incarnation } = this
    const found: Imaged[] = []
    const keys = new Set<string>()
    let bytes = 0
    for (const item of this.#items) {
      if (item.kind === 'ddl' || item.entry.incarnation !== incarnation) break
      const image = this.#imageOf(item)
      if (!image || item.entry.write.keys.length > this.#parts.mostKeys) break
      bytes += image.kind === 'rows' ? image.bytes : 0
      if (found.length > 0 && (bytes > BATCH_BYTES || keys.size + item.entry.write.keys.length > this.#parts.mostKeys)) break
      if (item.entry.write.keys.some((key) => keys.has(key))) return this.length > BACKLOG && found.length < this.length * WORTHWHILE ? [] : found
      for (const key of item.entry.write.keys) keys.add(key)
      found.push({ entry: item.entry, image })
    }
    return found
  }

  /** A sight of the first entry; undefined where there is none to be had. */
  sightOfFirst(): Promise<Sight | undefined> {
    const mark = this.#items.find((item) => item.mark !== undefined)?.mark ?? ((this.#items[0] as Queued).mark = this.#parts.onSource.mark())
    return this.#parts.onSource.reached(mark)
  }

  /** How many entries in front it shows, of one incarnation and as many as one read takes; where nothing is known of that, all of them. */
  shownBy(sight: Sight | undefined): number {
    const { incarnation } = this
    const keys = new Set<string>()
    const covered = this.#items.slice(0, sight ? this.#coveredBy(sight) : this.length)
    for (const [at, item] of covered.entries()) {
      if (item.kind === 'ddl' || item.entry.incarnation !== incarnation) return at
      for (const key of item.entry.write.keys) keys.add(key)
      if (at > 0 && keys.size > this.#parts.mostKeys) return at
    }
    return covered.length
  }

  /** Marks rise, so what shows an entry shows those in front of it. */
  #coveredBy(sight: Sight): number {
    let covered = 0
    for (const [at, { mark }] of this.#items.entries()) {
      if (mark !== undefined && mark > sight.mark) break
      if (mark !== undefined) covered = at + 1
    }
    return covered
  }

  /** What an entry has made of its keys, where that is known. */
  #imageOf({ at, entry }: Outcome): RowImage | undefined {
    const isNothing = entry.write.keys.length === 0 && !entry.expr && !entry.carried?.some(({ keys }) => keys.length > 0)
    return isNothing && this.#parts.images.isWanted ? GONE : this.#parts.images.get(at)
  }
}
