// Intents and outcomes in the journal. It owns the rules by which a write's entries are made (design §3,
// rules 1, 2 and 4), and which of them may have an image; what is forwarded, and when, is capture.ts.
//
// Invariant: an intent is durable before its write is forwarded; every intent gets a closing outcome (done,
// refused or landed), appended before the acknowledgement where there is one; a delete by expression carries
// the keys of every outcome of its collection appended between its intent and its own outcome; a write has no image
// where an outcome of one of its keys, or of a delete by expression, was appended between its intent and its own:
// the source may have carried out the two in the other order.
import type { EntryOf, Expression, IncarnationId, JournalOffset, KeysInScope } from '../journal/entry.ts'
import type { Journal } from '../journal/journal.ts'
import { RowImages, type RowImage } from '../journal/row-images.ts'
import { Rate } from '../lifecycle/rate.ts'

export type OpenWrite = {
  readonly intent: JournalOffset
  readonly incarnation: IncarnationId
  readonly write: KeysInScope
  readonly expr?: Expression
  /** Neighbours so far; only of a delete by expression. */
  readonly carried: Carried
  /** The keys that its expression hits are a write of their own. */
  isNamed: boolean
  /** The outcome is not known and the write may still land. */
  inDoubt: boolean
  /** Only the source knows in which order this write and another one took effect. */
  isOverlapped: boolean
}

export type Outcome = {
  /** Keys that the reply names. */
  named?: readonly string[]
  /** The keys say all: neither expression nor neighbours are needed. */
  plain?: boolean
  /** What the write has made of its keys; undefined where the request does not say it. */
  image?: () => RowImage | undefined
}

/** Keys by scope, without repetition. */
export class Carried {
  #keys = new Map<string, Set<string>>()

  add(write: KeysInScope): void {
    let keys = this.#keys.get(write.scope)
    if (!keys) this.#keys.set(write.scope, (keys = new Set()))
    for (const key of write.keys) keys.add(key)
  }

  list(): KeysInScope[] {
    return [...this.#keys].map(([scope, keys]) => ({ scope, keys: [...keys] }))
  }
}

/** Keys of two writes side by side. */
const MOST_COMPARED = 5_000

export class WriteLog {
  #journal: Journal
  #images: RowImages
  #now: () => number
  #open = new Set<OpenWrite>()
  /** Writes that have an outcome to be applied. */
  readonly accepted = new Rate()

  constructor(journal: Journal, options: { images?: RowImages; now?: () => number; open?: Iterable<OpenWrite> } = {}) {
    this.#journal = journal
    this.#images = options.images ?? new RowImages()
    this.#now = options.now ?? Date.now
    for (const open of options.open ?? []) this.#open.add(open)
  }

  open(): OpenWrite[] {
    return [...this.#open]
  }

  /** Entries from here on are needed to close what is open. */
  oldestNeeded(): JournalOffset {
    let oldest = this.#journal.end
    for (const open of this.#open) if (open.intent < oldest) oldest = open.intent
    return oldest
  }

  /** Makes the intent durable. Rejects with `journal.write_failed`; nothing is open then. */
  async begin(incarnation: IncarnationId, write: KeysInScope, expr?: Expression): Promise<OpenWrite> {
    const intent = this.#journal.append({ kind: 'intent', at: this.#now(), incarnation, write, ...(expr && { expr }) })
    const open: OpenWrite = { intent, incarnation, write, ...(expr && { expr }), carried: new Carried(), isNamed: false, inDoubt: false, isOverlapped: !this.#images.isWanted }
    // Open from the append on: an outcome that comes between append and commit is a neighbour already.
    this.#open.add(open)
    try {
      await this.#journal.durable()
    } catch (error) {
      this.#open.delete(open)
      throw error
    }
    return open
  }

  /**
   * The source has carried the write out. Where the request named no keys those of the reply must be durable before
   * the acknowledgement, so wait for the result.
   */
  async done(open: OpenWrite, { named = [], plain = false, image }: Outcome = {}): Promise<void> {
    const alone = open.write.keys.length === 0 && named.length > 0
    const keys = alone ? [...named] : open.write.keys
    // A delete whose reply lists its keys needs no expression any more.
    const at = this.#close(open, 'done', { scope: open.write.scope, keys }, plain)
    const made = open.isOverlapped ? undefined : image?.()
    if (made) this.#images.keep(at, made)
    if (alone) await this.#journal.durable()
  }

  /** The write was never forwarded. */
  refused(open: OpenWrite): void {
    this.#close(open, 'refused', { scope: open.write.scope, keys: [] }, true)
  }

  /** The write may have landed or may land yet: an early entry for freshness, and it stays open. */
  doubt(open: OpenWrite): void {
    open.inDoubt = true
    this.#journal.append(this.#outcome(open, 'unknown', open.write, false))
    this.#tellNeighbours(open, open.write, false)
  }

  /** A write in doubt can land no more. */
  landed(open: OpenWrite): void {
    if (this.#open.has(open)) this.#close(open, 'landed', open.write, false)
  }

  /** Closing entries for everything in doubt, right before the cutover's marker. They stay open. */
  noteDoubts(): void {
    for (const open of this.#open) if (open.inDoubt) this.doubt(open)
  }

  #close(open: OpenWrite, how: 'done' | 'refused' | 'landed', write: KeysInScope, plain: boolean): JournalOffset {
    const at = this.#journal.append(this.#outcome(open, how, write, plain))
    this.#open.delete(open)
    if (how === 'refused') return at
    this.accepted.add(1)
    this.#tellNeighbours(open, write, plain)
    return at
  }

  #outcome(open: OpenWrite, how: EntryOf<'outcome'>['how'], write: KeysInScope, plain: boolean): EntryOf<'outcome'> {
    const { intent, incarnation, expr, isNamed } = open
    const entry: EntryOf<'outcome'> = { kind: 'outcome', at: this.#now(), incarnation, intent, how, write }
    return expr && !plain ? { ...entry, ...(!isNamed && { expr }), carried: open.carried.list() } : entry
  }

  #tellNeighbours(open: OpenWrite, write: KeysInScope, plain: boolean): void {
    const isByExpression = open.expr !== undefined && !plain
    let keys: Set<string> | undefined
    for (const other of this.#open) {
      if (other === open || other.incarnation !== open.incarnation) continue
      if (other.expr) other.carried.add(write)
      if (other.isOverlapped) continue
      other.isOverlapped = isByExpression || isMany(write, other.write) || other.write.keys.some((key) => (keys ??= new Set(write.keys)).has(key))
    }
  }
}

/** To compare them would take longer than an image saves. */
function isMany(write: KeysInScope, other: KeysInScope): boolean {
  return write.keys.length + other.keys.length > MOST_COMPARED
}
