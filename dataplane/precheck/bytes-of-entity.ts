// The bytes of one entity by its schema: exact for what has a fixed width, a guess for the rest.
import { decode } from '../milvus/proto.ts'

type Field = { dataType: number; elementType: number; typeParams: { key: string; value: string }[] }

/** schema.DataType numbers. */
const FIXED: Record<number, number> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 10: 4, 11: 8, 26: 8 }
/** Bytes of one dimension. */
const VECTORS: Record<number, number> = { 100: 1 / 8, 101: 4, 102: 2, 103: 2, 105: 1 }
const VARCHAR = 21
/** What texts, arrays, JSON, geometry and sparse vectors are taken to have. */
const GUESS = 100
const SPARSE = 104
const SPARSE_GUESS = 800

/** `least` is certain, `about` is not; `vectors` is the part of `about` that is vectors. */
export function bytesOfEntity(schemaBytes: Buffer): { least: number; about: number; vectors: number } {
  const { fields } = decode('schema.CollectionSchema', schemaBytes) as { fields: Field[] }
  let least = 0
  let about = 0
  let vectors = 0
  for (const field of fields) {
    const fixed = FIXED[field.dataType] ?? (VECTORS[field.dataType] ?? 0) * parameter(field, 'dim')
    least += fixed
    const size = fixed > 0 ? fixed : guess(field)
    about += size
    if (field.dataType in VECTORS || field.dataType === SPARSE) vectors += size
  }
  return { least, about, vectors }
}

function guess(field: Field): number {
  if (field.dataType === SPARSE) return SPARSE_GUESS
  return field.dataType === VARCHAR ? Math.min(GUESS, parameter(field, 'max_length')) : GUESS
}

function parameter(field: Field, name: string): number {
  return Number(field.typeParams.find(({ key }) => key === name)?.value ?? 0)
}
