// Which values of a nullable column are there. A Query reply leaves room for the values that are not and may leave out
// the mask where all are there; an Insert must carry the mask of every field that is nullable or has a default, and
// newer servers take only the values that are there ("the length of field is wrong"). Other columns pass as they are.
// Source: milvus-io/milvus, validate_util.go (FillWithNullValue, FillWithDefaultValue, CheckValidData).
import type { Column } from './field-data.ts'
import { bytesField, fieldsOf, payload, readVarint, type WireField } from './wire.ts'

/** Fields of FieldData. */
const SCALARS = 3
const VECTORS = 4
const MASK = 7
/** Where newer servers keep the mask: inside ScalarField and VectorField. */
const MASK_OF_SCALARS = 17
const MASK_OF_VECTORS = 9

/** `column`, read from a Query reply, as an Insert of `rows` rows takes it. Throws RangeError on bytes that are no column. */
export function withValueMask(column: Column, rows: number): Column {
  const { bytes } = column
  const mask = maskOf(bytes)
  if (mask.length === 0) return { name: column.name, bytes: Buffer.concat([bytes, bytesField(MASK, Buffer.alloc(rows, 1))]) }
  if (mask.every(Boolean)) return column
  const parts: Buffer[] = []
  for (const field of fieldsOf(bytes)) {
    if (field.no === SCALARS) parts.push(bytesField(SCALARS, compacted(payload(bytes, field), scalarKind, mask)))
    else if (field.no === VECTORS) parts.push(bytesField(VECTORS, compacted(payload(bytes, field), vectorKind, mask)))
    else parts.push(raw(bytes, field))
  }
  return { name: column.name, bytes: Buffer.concat(parts) }
}

function maskOf(bytes: Buffer): boolean[] {
  const mask: boolean[] = []
  for (const field of fieldsOf(bytes)) {
    if (field.no === MASK) mask.push(...readBools(bytes, field))
    if (mask.length > 0 || (field.no !== SCALARS && field.no !== VECTORS)) continue
    const inner = payload(bytes, field)
    const no = field.no === SCALARS ? MASK_OF_SCALARS : MASK_OF_VECTORS
    for (const one of fieldsOf(inner)) if (one.no === no) mask.push(...readBools(inner, one))
  }
  return mask
}

function readBools(bytes: Buffer, field: WireField): boolean[] {
  if (field.type === 0) return [readVarint(bytes, field.at).value !== 0]
  return [...payload(bytes, field)].map((byte) => byte !== 0)
}

/**
 * How the values of one arm of ScalarField or VectorField lie: packed varints, packed values of one width (bytes, by
 * the dimension), bytes of one width without a message around them, or a list of messages or texts.
 */
type Kind = { of: 'varints'; no: 1 } | { of: 'list'; no: number } | { of: 'packed' | 'bytes'; no: 1; width: (dim: number) => number }

const VARINTS: Kind = { of: 'varints', no: 1 }
const LIST: Kind = { of: 'list', no: 1 }
const packed = (width: Extract<Kind, { width: unknown }>['width']): Kind => ({ of: 'packed', no: 1, width })
const plain = (width: Extract<Kind, { width: unknown }>['width']): Kind => ({ of: 'bytes', no: 1, width })

/** Bool, int, long, timestamptz; float; double. The others are lists. */
const SCALAR_KINDS: Record<number, Kind> = { 1: VARINTS, 2: VARINTS, 3: VARINTS, 11: VARINTS, 4: packed(() => 4), 5: packed(() => 8) }
/** Float, binary, float16, bfloat16, sparse, int8, array of vectors. */
const VECTOR_KINDS: Record<number, Kind> = {
  2: packed((dim) => dim * 4),
  3: plain((dim) => dim / 8),
  4: plain((dim) => dim * 2),
  5: plain((dim) => dim * 2),
  6: LIST,
  7: plain((dim) => dim),
  8: { of: 'list', no: 2 },
}
const DIM = 1

function scalarKind(no: number): Kind | undefined {
  return no === MASK_OF_SCALARS ? undefined : (SCALAR_KINDS[no] ?? LIST)
}

function vectorKind(no: number): Kind | undefined {
  return VECTOR_KINDS[no]
}

/** The message without the values that the mask says are not there. */
function compacted(message: Buffer, kindOf: (no: number) => Kind | undefined, mask: readonly boolean[]): Buffer {
  const parts: Buffer[] = []
  let dim = 0
  for (const field of fieldsOf(message)) {
    if (field.no === DIM && field.type === 0) dim = readVarint(message, field.at).value
    const kind = field.type === 2 ? kindOf(field.no) : undefined
    parts.push(kind ? bytesField(field.no, present(payload(message, field), kind, dim, mask)) : raw(message, field))
  }
  return Buffer.concat(parts)
}

function present(array: Buffer, kind: Kind, dim: number, mask: readonly boolean[]): Buffer {
  if (kind.of === 'bytes') return chosen(evenParts(array, kind.width(dim)), mask)
  const values: Buffer[] = []
  const others: Buffer[] = []
  for (const field of fieldsOf(array)) {
    if (field.no !== kind.no) others.push(raw(array, field))
    else if (kind.of === 'list') values.push(raw(array, field))
    else if (kind.of === 'varints') values.push(...varintsOf(payload(array, field)))
    else values.push(...evenParts(payload(array, field), kind.width(dim)))
  }
  const left = chosen(values, mask)
  return Buffer.concat([kind.of === 'list' ? left : bytesField(kind.no, left), ...others])
}

/** Where only the values that are there take room, all of them are chosen. */
function chosen(values: readonly Buffer[], mask: readonly boolean[]): Buffer {
  if (values.length === mask.length) return Buffer.concat(values.filter((_, row) => mask[row]))
  if (values.length === mask.filter(Boolean).length) return Buffer.concat(values)
  throw new RangeError(`${values.length} values for ${mask.length} rows`)
}

function evenParts(bytes: Buffer, width: number): Buffer[] {
  const parts: Buffer[] = []
  for (let at = 0; at < bytes.length; at += width) parts.push(bytes.subarray(at, at + width))
  return parts
}

function varintsOf(packed: Buffer): Buffer[] {
  const values: Buffer[] = []
  for (let at = 0; at < packed.length; ) {
    const start = at
    while (at < packed.length && (packed[at] as number) > 127) at++
    values.push(packed.subarray(start, ++at))
  }
  return values
}

function raw(bytes: Buffer, field: WireField): Buffer {
  return bytes.subarray(field.start, field.end)
}
