// Compares the entities that two reads brought, one from each side: which are on one side only, and of those on both
// the fields that differ. Columns whose bytes are the same are never decoded.
import type { Rows } from '../milvus/field-data.ts'
import { keyToText, type Key } from '../milvus/keys.ts'
import { DYNAMIC_COLUMN } from '../milvus/schema.ts'
import { readCells, type Cell, type Cells } from './cells.ts'
import { isSameCell } from './same-value.ts'

export type KeyDifference = { key: Key; kind: 'missing' | 'extra' | 'different'; fields: string[] }

/** An entity without dynamic fields has none or an empty document, as its engine likes. */
const NO_FIELDS: Cell = { kind: 'json', value: Buffer.from('{}') }

/** What differs among the entities of two reads. `columns` are the fields to compare; a column that is missing is all null. */
export function comparePages(source: Rows, target: Rows, columns: readonly string[]): KeyDifference[] {
  const onTarget = placesOf(target.keys)
  const onSource = placesOf(source.keys)
  const pairs = columnPairs(source, target, columns)
  const differences: KeyDifference[] = []
  for (const [text, place] of onSource) {
    const other = onTarget.get(text)
    const key = source.keys[place] as Key
    if (other === undefined) differences.push({ key, kind: 'missing', fields: [] })
    else {
      const fields = pairs.filter(({ name, cells }) => !isSameCell(cellAt(name, cells()[0], place), cellAt(name, cells()[1], other))).map(({ name }) => name)
      if (fields.length > 0) differences.push({ key, kind: 'different', fields })
    }
  }
  for (const [text, place] of onTarget) if (!onSource.has(text)) differences.push({ key: target.keys[place] as Key, kind: 'extra', fields: [] })
  return differences
}

/** Where each key stands. A source that holds a key more than once may show it twice: the first counts. */
function placesOf(keys: readonly Key[]): Map<string, number> {
  const places = new Map<string, number>()
  keys.forEach((key, place) => {
    const text = keyToText(key)
    if (!places.has(text)) places.set(text, place)
  })
  return places
}

type ColumnPair = { name: string; cells: () => readonly [Cells | undefined, Cells | undefined] }

/** The columns that may differ, decoded when they are first looked at. */
function columnPairs(source: Rows, target: Rows, columns: readonly string[]): ColumnPair[] {
  const sameOrder = source.keys.length === target.keys.length && source.keys.every((key, at) => key === target.keys[at])
  const bytesOf = (rows: Rows, name: string) => rows.columns.find((column) => column.name === name)?.bytes
  const pairs: ColumnPair[] = []
  for (const name of columns) {
    const [a, b] = [bytesOf(source, name), bytesOf(target, name)]
    if (sameOrder && a !== undefined && b !== undefined && a.equals(b)) continue
    let cells: readonly [Cells | undefined, Cells | undefined] | undefined
    pairs.push({ name, cells: () => (cells ??= [a && readCells(a, source.keys.length), b && readCells(b, target.keys.length)]) })
  }
  return pairs
}

function cellAt(name: string, cells: Cells | undefined, row: number): Cell {
  return cells?.(row) ?? (name === DYNAMIC_COLUMN ? NO_FIELDS : null)
}
