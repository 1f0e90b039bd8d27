// Reads the durable journal in order and hands its entries to lanes, a bounded number at a time. It owns the
// applied offset and the lag; how a window is applied is lane.ts.
//
// Invariant: the applied offset never passes an entry that is not applied. Applying again from an older
// offset is harmless, because keys and DDL are settled by what is there now.
import { isDatabaseDdl, type EntryOf, type IncarnationId, type JournalOffset } from '../journal/entry.ts'
import type { Journal } from '../journal/journal.ts'
import type { ReadEntry } from '../journal/reader.ts'
import { ByteBudget } from '../lifecycle/byte-budget.ts'
import { crashPoint } from '../lifecycle/crash-point.ts'
import { describeError, type Logger } from '../lifecycle/logger.ts'
import { backoffMs, sleep } from '../lifecycle/waiting.ts'
import { nameOf } from '../milvus/catalog.ts'
import { applyCollectionDdl, applyDatabaseDdl, type DdlParts } from './apply-ddl.ts'
import { Lane, type LaneParts } from './lane.ts'
import { Rate } from '../lifecycle/rate.ts'
import { weightOf } from './window.ts'

export type ApplierParts = Omit<LaneParts, 'name' | 'applyDdl' | 'underWay' | 'onApplied' | 'onTrouble'> &
  DdlParts & {
    journal: Journal
    /** Where to go on; entries before it are applied. */
    from: JournalOffset
    /** Names of incarnations that began before `from`. */
    known: readonly { id: IncarnationId; database: string; name: string }[]
    onTrouble: (reason: string | undefined) => void
    log: Logger
  }

export type LagFacts = { lagMs: number; lagEntries: number; applyPerS: number; heartbeatAt: number | undefined }

/** Outcomes dispatched and not applied at a time, and what they hold in memory (bytes): bounds both whatever the lag. */
const MOST_PENDING = 20_000
const MOST_PENDING_BYTES = 32 * 1024 * 1024
/** Entities between source and target at a time, of all lanes, as they came; writing them takes as much again. */
const UNDER_WAY_BYTES = 64 * 1024 * 1024
const PIECE = 500

export class Applier {
  #parts: ApplierParts
  #lanes = new Map<string, Lane>()
  #names = new Map<IncarnationId, string>()
  #position: JournalOffset
  #lastReadAt = 0
  #heartbeatAt: number | undefined
  #applied = new Rate()
  /** By collection name, the newest entry about it that was read. */
  #touched = new Map<string, JournalOffset>()
  #markers = new Map<JournalOffset, () => void>()
  #reached: JournalOffset | undefined
  #troubles = new Map<string, string>()
  #wake: (() => void) | undefined
  #databaseDdl: JournalOffset | undefined
  readonly #underWay = new ByteBudget(UNDER_WAY_BYTES)
  #pending = { outcomes: 0, bytes: 0 }

  constructor(parts: ApplierParts) {
    this.#parts = parts
    this.#position = parts.from
    for (const { id, database, name } of parts.known) this.#names.set(id, nameOf({ database, name }))
  }

  /** Everything below is applied. */
  get appliedOffset(): JournalOffset {
    let offset = this.#databaseDdl ?? this.#position
    for (const lane of this.#lanes.values()) if (lane.firstOpen !== undefined && lane.firstOpen < offset) offset = lane.firstOpen
    return offset
  }

  /** True where an entry at or behind `offset` that was read is about the collection of this name. */
  isTouchedSince(name: string, offset: JournalOffset): boolean {
    const touched = this.#touched.get(name)
    return touched !== undefined && touched >= offset
  }

  facts(now = Date.now()): LagFacts {
    let oldest = Infinity
    let pending = this.#parts.journal.end - this.#position
    for (const lane of this.#lanes.values()) {
      if (lane.oldestAt !== undefined) oldest = Math.min(oldest, lane.oldestAt)
      pending += lane.pending
    }
    // Entries that are durable and not read yet are at least as young as the last one read.
    if (this.#position < this.#parts.journal.durableEnd && this.#lastReadAt > 0) oldest = Math.min(oldest, this.#lastReadAt)
    return {
      lagMs: oldest === Infinity ? 0 : Math.max(0, now - oldest),
      lagEntries: pending,
      applyPerS: this.#applied.perSecond,
      heartbeatAt: this.#heartbeatAt,
    }
  }

  /** Resolves when every entry up to the marker at `at` is applied. */
  markerApplied(at: JournalOffset): Promise<void> {
    if (this.#reached !== undefined && this.#reached >= at) return Promise.resolve()
    return new Promise((resolve) => this.#markers.set(at, resolve))
  }

  /** Applies until the signal aborts. Rejects only where the journal cannot be read. */
  async run(): Promise<void> {
    const { journal, signal } = this.#parts
    const reader = journal.reader(this.#parts.from)
    const wake = () => this.#wake?.()
    const off = journal.onDurable(wake)
    signal.addEventListener('abort', wake)
    try {
      while (!signal.aborted) {
        const entries = await reader.read(PIECE)
        if (entries.length === 0) await this.#moreEntries(reader.position)
        for (const read of entries) {
          if (signal.aborted) return
          await this.#dispatch(read)
          this.#position = (read.at + 1) as JournalOffset
        }
      }
    } finally {
      off()
      signal.removeEventListener('abort', wake)
      await reader.close()
    }
  }

  async #moreEntries(position: JournalOffset): Promise<void> {
    const { journal, signal } = this.#parts
    if (position < journal.durableEnd || signal.aborted) return
    await new Promise<void>((resolve) => (this.#wake = resolve))
    this.#wake = undefined
  }

  async #dispatch({ at, entry }: ReadEntry): Promise<void> {
    this.#lastReadAt = entry.at
    if (entry.kind === 'incarnation') this.#names.set(entry.id, nameOf(entry))
    else if (entry.kind === 'heartbeat') this.#heartbeatAt = entry.at
    else if (entry.kind === 'outcome') {
      const name = this.#names.get(entry.incarnation)
      if (name === undefined || entry.how === 'refused') return
      this.#touched.set(name, at)
      await this.#room()
      if (entry.how !== 'unknown') this.#pending.outcomes++
      this.#pending.bytes += weightOf(entry)
      this.#lane(name).push({ kind: 'outcome', at, entry })
    } else if (entry.kind === 'ddl' && entry.done) await this.#dispatchDdl(at, entry)
    else if (entry.kind === 'marker') {
      for (const lane of this.#lanes.values()) lane.hurry()
      await this.#lanesIdle(() => true)
      if (this.#parts.signal.aborted) return
      this.#reached = at
      for (const [marker, resolve] of this.#markers) if (marker <= at && this.#markers.delete(marker)) resolve()
    }
  }

  async #dispatchDdl(at: JournalOffset, entry: EntryOf<'ddl'>): Promise<void> {
    const { database, collection } = entry.ddl
    if (!isDatabaseDdl(entry.ddl.operation)) {
      const name = nameOf({ database, name: collection })
      this.#touched.set(name, at)
      this.#lane(name).push({ kind: 'ddl', at, entry })
      return
    }
    this.#databaseDdl = at
    await this.#lanesIdle((name) => name.startsWith(`${database}/`))
    for (let attempt = 1; !this.#parts.signal.aborted; attempt++) {
      try {
        crashPoint('applier.before-database-ddl')
        await applyDatabaseDdl(this.#parts, entry)
        crashPoint('applier.after-database-ddl')
        this.#databaseDdl = undefined
        return
      } catch (error) {
        this.#parts.log.warn('database DDL was not applied and will be repeated', { error: describeError(error), attempt })
        await sleep(backoffMs(attempt), this.#parts.signal).catch(() => undefined)
      }
    }
  }

  #lane(name: string): Lane {
    let lane = this.#lanes.get(name)
    if (!lane) {
      lane = new Lane({
        ...this.#parts,
        name,
        applyDdl: (entry) => applyCollectionDdl(this.#parts, entry),
        underWay: this.#underWay,
        onApplied: (applied) => this.#noteApplied(applied),
        onTrouble: (which, reason) => this.#trouble(which, reason),
      })
      this.#lanes.set(name, lane)
    }
    return lane
  }

  #noteApplied({ outcomes, weight }: { outcomes: number; weight: number }): void {
    this.#applied.add(outcomes)
    // A DDL entry counts as one applied and was never among the pending outcomes: it holds nothing.
    if (weight === 0) return
    this.#pending.outcomes -= outcomes
    this.#pending.bytes -= weight
  }

  #trouble(lane: string, reason: string | undefined): void {
    if (reason === undefined) this.#troubles.delete(lane)
    else this.#troubles.set(lane, `${lane}: ${reason}`)
    this.#parts.onTrouble(this.#troubles.values().next().value)
  }

  /** Waits while too much is dispatched and not applied. */
  async #room(): Promise<void> {
    const isFull = () => this.#pending.outcomes >= MOST_PENDING || this.#pending.bytes >= MOST_PENDING_BYTES
    while (isFull() && !this.#parts.signal.aborted) await sleep(5, this.#parts.signal).catch(() => undefined)
  }

  async #lanesIdle(which: (name: string) => boolean): Promise<void> {
    const busy = () => [...this.#lanes].filter(([name, lane]) => which(name) && !lane.isIdle).map(([, lane]) => lane)
    for (let lanes = busy(); lanes.length > 0 && !this.#parts.signal.aborted; lanes = busy()) await Promise.all(lanes.map((lane) => lane.idle()))
  }
}
