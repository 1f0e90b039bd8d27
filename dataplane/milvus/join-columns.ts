// The rows of several writes as one: columns of the same name behind each other, as bytes. What would need a look at its
// values (masks, sparse vectors, whose dimension is that of the longest) is not joined. Field numbers: milvus-proto, schema.proto.
import type { Column, Rows } from './field-data.ts'
import { fieldsOf, header, payload, readVarint } from './wire.ts'

/** FieldData.type, scalars, vectors, and the mask. */
const TYPE = 1
const SCALARS = 3
const VECTORS = 4
const MASK = 7
/** ScalarField: bool, int, long, float, double, string, bytes, array, JSON; each is a message with a repeated `data`. */
const LISTS: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 6, 7, 8, 9])
/** VectorField: its dimension; float vectors (a list of floats), binary, float16, bfloat16 and int8 ones (bytes). */
const DIM = 1
const VALUES: ReadonlySet<number> = new Set([2, 3, 4, 5, 7])

/** A column taken apart: what is before its values, the field of a field that holds them, and they themselves. */
type Body = { head: Buffer; kind: string; outer: number; inner: number; before: Buffer; data: Buffer }

/** Undefined where the rows cannot be joined. They have the same columns, in any order. */
export function joinRows(all: readonly Rows[]): Rows | undefined {
  const [first] = all
  if (!first || all.length === 1) return first
  const columns: Column[] = []
  for (const { name } of first.columns) {
    const bodies = all.map((rows) => rows.columns.find((column) => column.name === name)).map((column) => column && bodyOf(column.bytes))
    const joined = joinBodies(bodies)
    if (!joined) return undefined
    columns.push({ name, bytes: joined })
  }
  return { columns, keys: all.flatMap((rows) => rows.keys), bytes: all.reduce((sum, rows) => sum + rows.bytes, 0) }
}

function joinBodies(bodies: readonly (Body | undefined)[]): Buffer | undefined {
  const [first] = bodies
  if (!first || bodies.some((body) => body?.kind !== first.kind)) return undefined
  const data = bodies.map((body) => body!.data)
  const length = data.reduce((sum, one) => sum + one.length, 0)
  const inner = header(first.inner, length)
  const outer = header(first.outer, first.before.length + inner.length + length)
  return Buffer.concat([first.head, outer, first.before, inner, ...data])
}

/** Undefined where the column is of another kind. */
function bodyOf(bytes: Buffer): Body | undefined {
  let head = Buffer.alloc(0)
  let type = 0
  let found: Omit<Body, 'head'> | undefined
  for (const field of fieldsOf(bytes)) {
    if (field.no === MASK || (found && (field.no === SCALARS || field.no === VECTORS))) return undefined
    if (field.no === SCALARS || field.no === VECTORS) {
      found = field.no === SCALARS ? scalarsOf(payload(bytes, field)) : vectorsOf(payload(bytes, field))
      if (!found) return undefined
      continue
    }
    if (field.no === TYPE && field.type === 0) type = readVarint(bytes, field.at).value
    head = Buffer.concat([head, bytes.subarray(field.start, field.end)])
  }
  return found && { ...found, kind: `${type} ${found.kind}`, head }
}

function scalarsOf(scalars: Buffer): Omit<Body, 'head'> | undefined {
  const [list, ...others] = [...fieldsOf(scalars)]
  if (!list || others.length > 0 || !LISTS.has(list.no)) return undefined
  return { kind: `scalars ${list.no}`, outer: SCALARS, inner: list.no, before: Buffer.alloc(0), data: payload(scalars, list) }
}

function vectorsOf(vectors: Buffer): Omit<Body, 'head'> | undefined {
  const [dim, values, ...others] = [...fieldsOf(vectors)].sort((a, b) => a.no - b.no)
  if (dim?.no !== DIM || !values || !VALUES.has(values.no) || others.length > 0) return undefined
  const before = vectors.subarray(dim.start, dim.end)
  return { kind: `vectors ${values.no} ${before.toString('hex')}`, outer: VECTORS, inner: values.no, before, data: payload(vectors, values) }
}

