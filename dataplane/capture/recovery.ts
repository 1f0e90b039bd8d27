// What the journal says after a restart: which writes and DDL calls were open when the process ended, and
// which collections were known. One pass over the entries that are still kept.
import type { Ddl, Entry, IncarnationId, JournalOffset } from '../journal/entry.ts'
import type { Journal } from '../journal/journal.ts'
import type { KnownIncarnation } from './incarnations.ts'
import { Carried, type OpenWrite } from './write-log.ts'

export type OpenDdl = { intent: JournalOffset; ddl: Ddl }

export type Recovered = {
  /** All in doubt: nobody heard their replies. */
  writes: OpenWrite[]
  ddls: OpenDdl[]
  /** Collections with an insert of unknown outcome whose ids only the source knows. */
  unresolved: IncarnationId[]
  /** The known incarnations, changed by every entry that began or ended one. */
  incarnations: KnownIncarnation[]
}

const PIECE = 1_000

/**
 * Scans the journal from its beginning. `known` are the incarnations of the last checkpoint: entries from
 * before it may repeat what it says, which changes nothing.
 */
export async function recover(journal: Journal, known: readonly KnownIncarnation[]): Promise<Recovered> {
  const writes = new Map<JournalOffset, OpenWrite>()
  const ddls = new Map<JournalOffset, OpenDdl>()
  const incarnations = new Map(known.map((one) => [one.id, one]))
  const gone = new Set<number>()
  const unresolved = new Set<IncarnationId>()
  const reader = journal.reader(journal.begin)
  try {
    for (;;) {
      const entries = await reader.read(PIECE)
      if (entries.length === 0) break
      for (const { at, entry } of entries) scan(at, entry, { writes, ddls, incarnations, gone, unresolved })
    }
  } finally {
    await reader.close()
  }
  return {
    writes: [...writes.values()],
    ddls: [...ddls.values()],
    unresolved: [...unresolved],
    incarnations: [...incarnations.values()].filter((one) => !gone.has(one.id)).sort((a, b) => a.id - b.id),
  }
}

type Scan = {
  writes: Map<JournalOffset, OpenWrite>
  ddls: Map<JournalOffset, OpenDdl>
  incarnations: Map<number, KnownIncarnation>
  gone: Set<number>
  unresolved: Set<IncarnationId>
}

function scan(at: JournalOffset, entry: Entry, state: Scan): void {
  if (entry.kind === 'incarnation') state.incarnations.set(entry.id, { id: entry.id, database: entry.database, name: entry.name })
  else if (entry.kind === 'intent') {
    const { incarnation, write, expr } = entry
    state.writes.set(at, { intent: at, incarnation, write, ...(expr && { expr }), carried: new Carried(), isNamed: false, inDoubt: true, isOverlapped: true })
  } else if (entry.kind === 'outcome') {
    if (entry.how !== 'unknown') state.writes.delete(entry.intent)
    if (entry.how === 'refused') return
    if ((entry.how === 'unknown' || entry.how === 'landed') && entry.write.keys.length === 0 && !entry.carried) state.unresolved.add(entry.incarnation)
    for (const other of state.writes.values())
      if (other.expr && other.incarnation === entry.incarnation && other.intent !== entry.intent) other.carried.add(entry.write)
  } else if (entry.kind === 'ddl-intent') state.ddls.set(at, { intent: at, ddl: entry.ddl })
  else if (entry.kind === 'ddl') {
    state.ddls.delete(entry.intent)
    if (entry.done && entry.ddl.operation === 'drop-collection' && entry.incarnation !== undefined) state.gone.add(entry.incarnation)
  }
}
