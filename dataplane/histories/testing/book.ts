// What clients did and what they were told, in the order of real time, as effects on keys. It says nothing of
// what must follow from that: expected.ts does.
/** Fields of an entity beside its key, as a client writes and a reader reads them. */
export type Row = { bucket: number; note: string; rev: number; emb: number[]; color?: string; shade?: string }

export type Placed = { key: string; row: Partial<Row> }

/** `partition` undefined: wherever it is. */
export type Effect =
  /** `replaces`: nothing is left of an entity that was there; otherwise fields that are not given stay. */
  | { kind: 'put'; partition: string | undefined; rows: Placed[]; replaces: boolean }
  /** Entities whose keys the server chooses; known only from an acknowledgement. */
  | { kind: 'put-somewhere'; rows: Partial<Row>[] }
  /** `keys` undefined: all. `certain` false: it may as well have left them. */
  | { kind: 'erase'; partition: string | undefined; keys: string[] | undefined; certain: boolean }
  | { kind: 'erase-where'; partition: string | undefined; fits: (key: string, row: Row) => boolean; certain: boolean }

export type Entry = {
  /** Order of beginning. */
  id: number
  client: number
  what: string
  /** `database/collection`. */
  collection: string
  effect: Effect | undefined
  /** Milliseconds of one clock. A call without an acknowledgement may land at any time: its end is Infinity. */
  start: number
  end: number
  ok: boolean
  error?: string
}

export class Book {
  readonly entries: Entry[] = []
  #origin = performance.now()

  get nowMs(): number {
    return performance.now() - this.#origin
  }

  /** Written down before the call is made, so that a call without an end is known too. */
  begin(entry: Pick<Entry, 'client' | 'what' | 'collection' | 'effect'>): Entry {
    const made: Entry = { ...entry, id: this.entries.length, start: this.nowMs, end: Infinity, ok: false }
    this.entries.push(made)
    return made
  }

  acknowledged(entry: Entry, effect: Effect | undefined = entry.effect): void {
    Object.assign(entry, { end: this.nowMs, ok: true, effect })
  }

  /** The client was told that it failed, which may be wrong. */
  failed(entry: Entry, error: string): void {
    entry.error = error
  }

  counts(): { acknowledged: number; failed: number } {
    const acknowledged = this.entries.filter((entry) => entry.ok).length
    return { acknowledged, failed: this.entries.length - acknowledged }
  }
}
