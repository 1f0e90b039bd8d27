// Rows of both sides, put beside each other by key. Pure.
import type { Column, ComparedRow } from '../contracts/collections-api.ts'
import type { RawCell, RawColumn } from './cells.ts'
import { shortCell } from './cells.ts'

/** The rows of one side by the text of their key. */
export type SideRows = { columns: Column[]; byKey: Map<string, Map<string, RawCell | null>> }

/** A side's columns as rows. Several readings of one side may be put together: the first one of a key counts. */
export function sideRowsOf(readings: readonly RawColumn[][]): SideRows {
  const columns = new Map<string, Column>()
  const byKey: SideRows['byKey'] = new Map()
  for (const reading of readings) {
    for (const { column } of reading) if (!columns.has(column.name)) columns.set(column.name, column)
    const keys = reading.find(({ column }) => column.kind === 'key')?.cells ?? []
    keys.forEach((cell, at) => {
      const key = cell?.text() ?? ''
      if (!byKey.has(key)) byKey.set(key, new Map(reading.map(({ column, cells }) => [column.name, cells[at] ?? null])))
    })
  }
  return { columns: [...columns.values()], byKey }
}

/** Keys that only one side's reading has: the other side must be asked for them before they count as missing. */
export function unmatched(source: SideRows, target: SideRows): { onTarget: string[]; onSource: string[] } {
  const lacking = (from: SideRows, other: SideRows) => [...from.byKey.keys()].filter((key) => !other.byKey.has(key))
  return { onTarget: lacking(source, target), onSource: lacking(target, source) }
}

/** Every key of either side, with what differs. Rows that differ come first, in the order in which they were read. */
export function compareSides(source: SideRows, target: SideRows): { columns: Column[]; rows: ComparedRow[] } {
  const names = new Map([...source.columns, ...target.columns].map((column) => [column.name, column]))
  const columns = [...names.values()]
  const rows = [...new Set([...source.byKey.keys(), ...target.byKey.keys()])].map((key): ComparedRow => {
    const [from, to] = [source.byKey.get(key), target.byKey.get(key)]
    const cells = (row: typeof from) => row && columns.map(({ name }) => shortCell(row.get(name)))
    const differing = from && to ? columns.filter(({ name }) => !same(from.get(name), to.get(name))).map(({ name }) => name) : []
    const mark = !to ? 'source_only' : !from ? 'target_only' : differing.length > 0 ? 'different' : 'same'
    return { key, mark, source: cells(from) ?? null, target: cells(to) ?? null, differing }
  })
  return { columns, rows: [...rows.filter(({ mark }) => mark !== 'same'), ...rows.filter(({ mark }) => mark === 'same')] }
}

function same(a: RawCell | null | undefined, b: RawCell | null | undefined): boolean {
  if (!a || !b) return !a && !b
  return a.same() === b.same()
}
