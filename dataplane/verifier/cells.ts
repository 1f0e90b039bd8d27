// Reads single values out of a column of bytes, for comparing them: every kind of field that the wire has. A float
// vector stays the bytes it came as; the rest of a column is decoded as a whole, when a value of it is asked for.
import { decode, type Message } from '../milvus/proto.ts'
import { fieldsOf, payload } from '../milvus/wire.ts'

/** One value of one entity. Integers are decimal text, so that no int64 loses digits. */
export type Cell =
  | null
  | { kind: 'plain'; value: string | boolean }
  | { kind: 'float'; value: number }
  | { kind: 'json' | 'bytes' | 'sparse'; value: Buffer }
  /** 32-bit floats, little endian. */
  | { kind: 'floats'; value: Buffer }
  /** WKB or WKT. */
  | { kind: 'place'; value: Buffer | string }
  /** Microseconds since 1970 as text, or ISO 8601. */
  | { kind: 'time'; value: string }
  | { kind: 'list'; value: Cell[] }
  | { kind: 'struct'; value: ReadonlyMap<string, Cell> }

/** The value at a row. */
export type Cells = (row: number) => Cell

const SCALARS = 3
const VECTORS = 4
const MASK_OF_SCALARS = 17
const MASK_OF_VECTORS = 9
const FLOAT_VECTOR = 2
const PACKED = 1
const TIMESTAMPTZ = 26
const FLOAT_BYTES = 4

/** Reads a FieldData message that has `rows` entities. */
export function readCells(bytes: Buffer, rows: number): Cells {
  const floats = packedFloats(bytes)
  const field = decode('schema.FieldData', floats ? without(bytes, VECTORS) : bytes)
  if (field.validData.length === 0) field.validData = innerMask(bytes)
  return cellsOf(field, rows, floats)
}

function cellsOf(field: Message, rows: number, floats?: Buffer): Cells {
  const valid = field.validData as boolean[]
  const present = valid.length === 0 ? rows : valid.filter(Boolean).length
  if (field.structArrays) return structCells(field.structArrays.fields as Message[], rows)
  const list = floats ? floatCells(floats, present) : field.vectors ? vectorCells(field.vectors as Message, present) : scalarCells((field.scalars ?? {}) as Message, field.type as number)
  if (valid.length === 0) return (row) => list[row] ?? null
  // Some engines send a place for every null, some only the values that are there.
  const places = list.length === present && present < rows ? ranks(valid) : undefined
  return (row) => (valid[row] ? (list[places ? (places[row] as number) : row] ?? null) : null)
}

function ranks(valid: readonly boolean[]): number[] {
  let rank = 0
  return valid.map((isValid) => (isValid ? rank++ : -1))
}

/** The values of one ScalarField, in the order of the wire. */
function scalarCells(scalars: Message, type: number): Cell[] {
  const data = (name: string) => scalars[name]?.data as unknown[] | undefined
  if (type === TIMESTAMPTZ) return (data('timestamptzData') ?? data('stringData') ?? data('longData') ?? []).map((value) => ({ kind: 'time', value: String(value) }))
  const integers = data('intData') ?? data('longData') ?? data('timestamptzData') ?? data('dateData') ?? data('timeData')
  if (integers) return integers.map((value) => ({ kind: 'plain', value: String(value) }))
  const plain = data('boolData') ?? data('stringData') ?? data('molSmilesData')
  if (plain) return plain.map((value) => ({ kind: 'plain', value: value as string | boolean }))
  const numbers = data('floatData') ?? data('doubleData')
  if (numbers) return numbers.map((value) => ({ kind: 'float', value: value as number }))
  const places = data('geometryData') ?? data('geometryWktData')
  if (places) return places.map((value) => ({ kind: 'place', value: value as Buffer | string }))
  const documents = data('jsonData')
  if (documents) return documents.map((value) => ({ kind: 'json', value: value as Buffer }))
  const arrays = data('arrayData')
  if (arrays) return arrays.map((value) => ({ kind: 'list', value: scalarCells(value as Message, scalars.arrayData.elementType as number) }))
  return (data('bytesData') ?? data('molData') ?? []).map((value) => ({ kind: 'bytes', value: value as Buffer }))
}

/** The values of one VectorField that holds `entities` vectors. */
function vectorCells(vectors: Message, entities: number): Cell[] {
  if (vectors.floatVector) return floatCells(float32Bytes(vectors.floatVector.data as number[]), entities)
  if (vectors.sparseFloatVector) return (vectors.sparseFloatVector.contents as Buffer[]).map((value) => ({ kind: 'sparse', value }))
  if (vectors.vectorArray)
    return (vectors.vectorArray.data as Message[]).map((one) => ({ kind: 'list', value: vectorCells(one, vectorsIn(one)) }))
  const bytes = (vectors.binaryVector ?? vectors.float16Vector ?? vectors.bfloat16Vector ?? vectors.int8Vector ?? Buffer.alloc(0)) as Buffer
  return slices(bytes, entities).map((value) => ({ kind: 'bytes', value }))
}

/** A VectorField inside an array says its dimension, not how many vectors there are. */
function vectorsIn(vectors: Message): number {
  const dim = Number(vectors.dim)
  if (dim === 0) return 0
  if (vectors.floatVector) return (vectors.floatVector.data as number[]).length / dim
  if (vectors.binaryVector) return ((vectors.binaryVector as Buffer).length * 8) / dim
  if (vectors.int8Vector) return (vectors.int8Vector as Buffer).length / dim
  return ((vectors.float16Vector ?? vectors.bfloat16Vector ?? Buffer.alloc(0)) as Buffer).length / 2 / dim
}

function floatCells(bytes: Buffer, entities: number): Cell[] {
  return slices(bytes, entities).map((value) => ({ kind: 'floats', value }))
}

function slices(bytes: Buffer, count: number): Buffer[] {
  if (count === 0) return []
  const each = bytes.length / count
  return Array.from({ length: count }, (_, at) => bytes.subarray(at * each, (at + 1) * each))
}

function float32Bytes(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * FLOAT_BYTES)
  values.forEach((value, at) => bytes.writeFloatLE(value, at * FLOAT_BYTES))
  return bytes
}

/** An array of structs is one column a member on the wire. */
function structCells(fields: readonly Message[], rows: number): Cells {
  const members = fields.map((field) => [field.fieldName as string, cellsOf(field, rows)] as const)
  return (row) => ({ kind: 'struct', value: new Map(members.map(([name, cells]) => [name, cells(row)])) })
}

/** Newer servers keep the mask of what is null inside ScalarField and VectorField, which the descriptor does not know yet. */
function innerMask(bytes: Buffer): boolean[] {
  const scalars = only(bytes, SCALARS)
  const vectors = only(bytes, VECTORS)
  const mask = (scalars && only(scalars, MASK_OF_SCALARS)) ?? (vectors && only(vectors, MASK_OF_VECTORS))
  return [...(mask ?? [])].map((byte) => byte !== 0)
}

/** The floats of a float vector column where they stand in one piece, as every server writes them. */
function packedFloats(bytes: Buffer): Buffer | undefined {
  const vectors = only(bytes, VECTORS)
  const floats = vectors && only(vectors, FLOAT_VECTOR)
  return floats && only(floats, PACKED)
}

function only(bytes: Buffer, no: number): Buffer | undefined {
  let found: Buffer | undefined
  for (const field of fieldsOf(bytes)) {
    if (field.no !== no) continue
    if (found || field.type !== 2) return undefined
    found = payload(bytes, field)
  }
  return found
}

function without(bytes: Buffer, no: number): Buffer {
  const kept: Buffer[] = []
  for (const field of fieldsOf(bytes)) if (field.no !== no) kept.push(bytes.subarray(field.start, field.end))
  return Buffer.concat(kept)
}
