// What a book allows a cluster to hold. Each field of each key is a register with several writers: what is found must
// come from a write that no acknowledged one has certainly overwritten. Where writes overlapped in time, any order is
// allowed; that source and target agree is compared apart from this, by value and strictly.
import type { Effect, Entry, Row } from './book.ts'

/** What was read of one collection: partition (empty where it is no part of the key) -> key -> entity. */
export type Found = ReadonlyMap<string, ReadonlyMap<string, Row>>

type Put = { entry: Entry; row: Partial<Row>; replaces: boolean }
type Erasure = { entry: Entry; certain: boolean; effect: Effect }

type Known = { puts: Put[]; erasures: Erasure[] }

const FIELDS = ['bucket', 'note', 'rev', 'emb', 'color', 'shade'] as const

/** Sentences on what must not be so; empty where everything is as it may be. */
export function contradictions(collection: string, entries: readonly Entry[], found: Found): string[] {
  const mine = entries.filter((entry) => entry.collection === collection && entry.effect !== undefined)
  const strays = mine.flatMap(({ effect, ok }) => (effect?.kind === 'put-somewhere' && !ok ? effect.rows : []))
  const problems: string[] = []
  const places = new Set([...found.keys(), ...mine.flatMap(({ effect }) => (effect?.kind === 'put' ? [effect.partition ?? ''] : []))])
  for (const partition of places) {
    const here = found.get(partition) ?? new Map<string, Row>()
    const keys = new Set([...here.keys(), ...mine.flatMap(({ effect }) => (effect?.kind === 'put' && (effect.partition ?? '') === partition ? effect.rows.map(({ key }) => key) : []))])
    for (const key of keys) {
      const known = knownOf(mine, partition, key)
      const row = here.get(key)
      const problem = row === undefined ? whyLost(known) : whyWrong(known, row, key, strays)
      if (problem) problems.push(`${collection}${partition && ` partition ${partition}`} key ${key}: ${problem}`)
    }
  }
  return problems
}

function knownOf(entries: readonly Entry[], partition: string, key: string): Known {
  const known: Known = { puts: [], erasures: [] }
  for (const entry of entries) {
    const effect = entry.effect as Effect
    if (effect.kind === 'put') {
      if ((effect.partition ?? '') !== partition) continue
      for (const placed of effect.rows) if (placed.key === key) known.puts.push({ entry, row: placed.row, replaces: effect.replaces })
    } else if (effect.kind === 'erase' || effect.kind === 'erase-where') {
      if (effect.partition !== undefined && effect.partition !== partition) continue
      if (effect.kind === 'erase' && effect.keys && !effect.keys.includes(key)) continue
      known.erasures.push({ entry, certain: effect.certain && entry.ok, effect })
    }
  }
  return known
}

/** An acknowledged entity may be gone only if some erasure came not before it. */
function whyLost({ puts, erasures }: Known): string | undefined {
  const acknowledged = puts.filter(({ entry }) => entry.ok)
  const explained = erasures.some((erasure) => acknowledged.every((put) => !isBefore(erasure.entry, put.entry)))
  if (acknowledged.length === 0 || explained) return undefined
  return `lost; written by ${acknowledged.map(({ entry }) => name(entry)).join(', ')} and erased by nobody since`
}

function whyWrong(known: Known, row: Row, key: string, strays: readonly Partial<Row>[]): string | undefined {
  if (known.puts.length === 0) return strays.some((stray) => isSame(stray, row)) ? undefined : `invented: ${JSON.stringify(row)}`
  for (const field of FIELDS) {
    if (row[field] === undefined) continue
    const writers = known.puts.filter((put) => isSameValue(put.row[field], row[field]))
    if (writers.length === 0) return `has ${field} ${JSON.stringify(row[field])}, which nobody wrote`
    if (writers.every((put) => isOverwritten(put, field, known))) return `has ${field} ${JSON.stringify(row[field])} of ${writers.map(({ entry }) => name(entry)).join(', ')}, which was overwritten or erased since`
  }
  return whyGhost(known, row, key)
}

/** Whether an acknowledged call, begun after the put had ended, certainly took this value away. */
function isOverwritten(put: Put, field: (typeof FIELDS)[number], { puts, erasures }: Known): boolean {
  if (erasures.some(({ entry, certain, effect }) => certain && effect.kind === 'erase' && isBefore(put.entry, entry))) return true
  return puts.some((later) => {
    if (!later.entry.ok || !isBefore(put.entry, later.entry)) return false
    return later.row[field] === undefined ? later.replaces : !isSameValue(later.row[field], put.row[field])
  })
}

/** An entity that is as one write left it cannot outlive a delete by expression that it fits and that came afterwards. */
function whyGhost({ puts, erasures }: Known, row: Row, key: string): string | undefined {
  const put = puts.find((one) => one.row.rev !== undefined && isSame(one.row, row))
  if (!put || puts.some((other) => other !== put && !isBefore(other.entry, put.entry))) return undefined
  const eraser = erasures.find(({ entry, certain, effect }) => certain && effect.kind === 'erase-where' && isBefore(put.entry, entry) && effect.fits(key, row))
  return eraser && `is as ${name(put.entry)} wrote it and should have been erased by ${name(eraser.entry)}`
}

function isBefore(earlier: Entry, later: Entry): boolean {
  return earlier.end < later.start
}

function isSame(written: Partial<Row>, row: Row): boolean {
  return FIELDS.every((field) => isSameValue(written[field], row[field]))
}

function isSameValue(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

function name(entry: Entry): string {
  return `#${entry.id} ${entry.what}${entry.ok ? '' : ' (failed)'}`
}
