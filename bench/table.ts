// A benchmark's result: one row for each case, one column for each measure, the values of all runs in each cell.
// Printed as median and extremes, kept whole in the JSON.
import { spreadOf } from './statistics.ts'

export type Column = { key: string; title: string; digits: number }
export type Row = { label: string; values: Record<string, number[]> }
export type Table = {
  name: string
  title: string
  /** Ratios come first: they travel between machines, absolute numbers do not. */
  columns: Column[]
  rows: Row[]
  notes: string[]
}

/** Adds one run's values to the row of that label. */
export function record(table: Table, label: string, values: Record<string, number>): void {
  let row = table.rows.find((one) => one.label === label)
  if (!row) table.rows.push((row = { label, values: {} }))
  for (const [key, value] of Object.entries(values)) (row.values[key] ??= []).push(value)
}

export function printTable(table: Table): string {
  const head = ['', ...table.columns.map((column) => column.title)]
  const body = table.rows.map((row) => [row.label, ...table.columns.map((column) => cell(row.values[column.key] ?? [], column.digits))])
  const widths = head.map((_, at) => Math.max(...[head, ...body].map((line) => line[at]!.length)))
  const line = (cells: string[]) => cells.map((text, at) => (at === 0 ? text.padEnd(widths[at]!) : text.padStart(widths[at]!))).join('  ')
  return [`${table.name}: ${table.title}`, line(head), ...body.map(line), ...table.notes.map((note) => `  ${note}`)].join('\n')
}

/** `median (least–most)`, the median alone where there was one run. */
function cell(values: number[], digits: number): string {
  if (values.length === 0) return '–'
  const { median, least, most } = spreadOf(values)
  const text = (value: number) => value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })
  return values.length === 1 ? text(median) : `${text(median)} (${text(least)}–${text(most)})`
}
