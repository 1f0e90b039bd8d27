// Columns of a Query or Search reply as cells of text. An int64 stays its digits and JSON the text that was stored: nothing
// passes through a number that could change it.
import { bf16BytesToF32Array, buildFieldDataMap, bytesToSparseRow, f16BytesToF32Array } from '@zilliz/milvus2-sdk-node'
import type { Cell, Column } from '../contracts/collections-api.ts'
import { canonicalJson } from '../contracts/json-text.ts'
import { floatText } from './float-text.ts'

type Scalars = { data: string } & Record<string, { data: unknown[] }>
type Vectors = { dim: string; data: string } & Record<string, unknown>

/** One `FieldData` as the SDK's loader gives it: 64-bit integers as text, one-of fields named. */
export type FieldData = {
  type: string
  field_name: string
  is_dynamic: boolean
  valid_data: boolean[]
  scalars?: Scalars | null
  vectors?: Vectors | null
  struct_arrays?: unknown
}

/** A value before it is known whether it is shown short, in full, or compared. */
export type RawCell = {
  /** In full. */
  text: () => string
  /** The first part, where the whole is long. */
  short: () => { text: string; cut: boolean }
  /** Equal for equal values of one column, on either side. */
  same: () => string
  /** Of a vector, as the SDK takes it in a search. */
  vector?: () => unknown
}

export type RawColumn = { column: Column; cells: (RawCell | null)[] }

const SHORT_TEXT = 240
const SHORT_VECTOR = 6
/** A single value longer than this is cut even where it is asked for in full. */
const MOST_TEXT = 1_000_000

function cut(text: string, most: number): { text: string; cut: boolean } {
  return text.length <= most ? { text, cut: false } : { text: `${text.slice(0, most)}…`, cut: true }
}

function plain(text: string): RawCell {
  return { text: () => text, short: () => cut(text, SHORT_TEXT), same: () => text }
}

function json(text: string): RawCell {
  return { ...plain(text), same: () => canonicalJson(text) }
}

function numbers(values: ArrayLike<number>, write: (value: number) => string, vector: () => unknown): RawCell {
  const list = (from: ArrayLike<number>) => Array.from(from, write).join(', ')
  const text = () => `[${list(values)}]`
  return {
    text,
    same: () => Buffer.from(Float64Array.from(values).buffer).toString('base64'),
    vector,
    short: () =>
      values.length <= SHORT_VECTOR
        ? { text: text(), cut: false }
        : { text: `[${list(Array.prototype.slice.call(values, 0, SHORT_VECTOR) as number[])}, … ${values.length}]`, cut: true },
  }
}

function sparse(bytes: Buffer): RawCell {
  const row = bytesToSparseRow(bytes) as Record<string, number>
  const entries = Object.entries(row)
  const write = (some: typeof entries) => some.map(([index, weight]) => `"${index}": ${floatText(weight)}`).join(', ')
  const text = `{${write(entries)}}`
  const short = entries.length <= SHORT_VECTOR ? { text, cut: false } : { text: `{${write(entries.slice(0, SHORT_VECTOR))}, … ${entries.length}}`, cut: true }
  return { text: () => text, short: () => short, same: () => text, vector: () => row }
}

function chunks<T>(values: ArrayLike<T> & { slice(from: number, to: number): ArrayLike<T> }, size: number): ArrayLike<T>[] {
  return size > 0 ? Array.from({ length: Math.floor(values.length / size) }, (_, at) => values.slice(at * size, (at + 1) * size)) : []
}

function vectorCells(vectors: Vectors): RawCell[] {
  const kind = vectors.data
  const dim = Number(vectors.dim)
  const bytes = () => Buffer.from(vectors[kind] as Uint8Array)
  const ofBytes = (size: number, read: (chunk: Buffer) => number[], write: (value: number) => string) =>
    chunks(bytes(), size).map((chunk) => {
      const values = read(Buffer.from(chunk as Buffer))
      return numbers(values, write, () => values)
    })
  switch (kind) {
    case 'float_vector':
      return chunks((vectors.float_vector as { data: number[] }).data, dim).map((values) => numbers(values, floatText, () => Array.from(values)))
    case 'binary_vector':
      return ofBytes(dim / 8, (chunk) => [...chunk], String)
    case 'int8_vector':
      return ofBytes(dim, (chunk) => [...new Int8Array(chunk)], String)
    case 'float16_vector':
      return ofBytes(dim * 2, (chunk) => [...f16BytesToF32Array(chunk)], floatText)
    case 'bfloat16_vector':
      return ofBytes(dim * 2, (chunk) => [...bf16BytesToF32Array(chunk)], floatText)
    case 'sparse_float_vector':
      return (vectors.sparse_float_vector as { contents: Uint8Array[] }).contents.map((content) => sparse(Buffer.from(content)))
    default:
      return []
  }
}

/** As an element of an array is written: text in quotes, all else as it is. */
function elementText(value: unknown, key: string): string {
  if (key === 'string_data') return JSON.stringify(value)
  return key === 'float_data' ? floatText(Number(value)) : String(value)
}

function scalarCells(scalars: Scalars): RawCell[] {
  const key = scalars.data
  const values = scalars[key]?.data ?? []
  switch (key) {
    case 'json_data':
      return values.map((bytes) => json(Buffer.from(bytes as Uint8Array).toString('utf8')))
    case 'bytes_data':
      return values.map((bytes) => plain(Buffer.from(bytes as Uint8Array).toString('base64')))
    case 'float_data':
      return values.map((value) => plain(floatText(Number(value))))
    case 'array_data':
      return values.map((element) => {
        const inner = element as Scalars
        return plain(`[${(inner[inner.data]?.data ?? []).map((value) => elementText(value, inner.data)).join(', ')}]`)
      })
    default:
      return values.map((value) => plain(String(value)))
  }
}

function cellsOf(field: FieldData): (RawCell | null)[] {
  const cells = field.vectors ? vectorCells(field.vectors) : field.scalars ? scalarCells(field.scalars) : structCells(field)
  const valid = field.valid_data ?? []
  if (valid.length === 0) return cells
  // Servers send either every row or only those with a value.
  const dense = cells.length === valid.length
  let next = 0
  return valid.map((present, at) => (present ? (cells[dense ? at : next++] ?? null) : null))
}

function structCells(field: FieldData): RawCell[] {
  if (!field.struct_arrays) return []
  const values = (buildFieldDataMap([{ ...field, valid_data: [] }] as never, undefined as never).get(field.field_name) ?? []) as unknown[]
  return values.map((value) => plain(JSON.stringify(value)))
}

/** Every column of a reply. `keyField` names the primary key. */
export function columnsOf(fields: readonly FieldData[], keyField: string): RawColumn[] {
  return fields.map((field) => {
    const kind = field.field_name === keyField ? 'key' : field.vectors ? 'vector' : field.type === 'JSON' ? 'json' : 'plain'
    return { column: { name: field.field_name, type: field.type, kind }, cells: cellsOf(field) }
  })
}

/** A cell for a table. */
export function shortCell(cell: RawCell | null | undefined): Cell {
  return cell?.short() ?? null
}

/** A cell in full. */
export function wholeCell(cell: RawCell | null | undefined): Cell {
  return cell ? cut(cell.text(), MOST_TEXT) : null
}
