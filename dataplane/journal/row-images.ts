// What successful writes have made of their keys, kept in memory beside the journal: rows as the client sent them, or
// that they are gone. The journal itself holds keys alone, and whoever applies an entry without an image reads the source.
// So an image may be missing at any time (no room, a restart) and nothing but time is lost.
//
// Invariant: an image is the state that its entry leaves behind, and every entry before it is older and every entry behind
// it newer than that state, for each of its keys. Who keeps one answers for that (../capture/write-log.ts).
import type { Column } from '../milvus/field-data.ts'
import type { Key } from '../milvus/keys.ts'
import type { JournalOffset } from './entry.ts'

export type RowImage =
  /** The keys of the entry are there no more, in its scope. */
  | { kind: 'gone' }
  /** `isInsert`: true only where nothing of these keys was there before. `partition`: undefined in a partition-key collection. */
  | { kind: 'rows'; isInsert: boolean; partition: string | undefined; columns: Column[]; keys: Key[]; bytes: number }

export const GONE: RowImage = { kind: 'gone' }

/** All images of a migration, in bytes as they came. */
const MOST_BYTES = 64 * 1024 * 1024
/** Of an image that has no rows. */
const LEAST_BYTES = 100

export class RowImages {
  #images = new Map<JournalOffset, RowImage>()
  #bytes = 0
  #isWanted = false

  /** Images are of use once entries are applied as they come. */
  get isWanted(): boolean {
    return this.#isWanted
  }

  collect(): void {
    this.#isWanted = true
  }

  /** Call it in the turn in which the entry is appended: it is looked for when the entry is durable. */
  keep(at: JournalOffset, image: RowImage): void {
    const bytes = weightOf(image)
    if (!this.#isWanted || this.#bytes + bytes > MOST_BYTES) return
    this.#bytes += bytes
    this.#images.set(at, image)
  }

  get(at: JournalOffset): RowImage | undefined {
    return this.#images.get(at)
  }

  drop(at: JournalOffset): void {
    const image = this.#images.get(at)
    if (image && this.#images.delete(at)) this.#bytes -= weightOf(image)
  }
}

function weightOf(image: RowImage): number {
  return LEAST_BYTES + (image.kind === 'rows' ? image.bytes : 0)
}
