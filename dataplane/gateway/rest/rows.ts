// Turns the columns of a Query reply into rows as Milvus' REST API shows them. For people and small
// programs: 64-bit integers beyond what JSON numbers hold are strings.

type Column = {
  fieldName: string
  isDynamic: boolean
  validData: boolean[]
  scalars: Record<string, unknown> | null
  vectors: Record<string, unknown> | null
}

/** Rows from decoded `FieldData` messages. */
export function rowsOf(fieldsData: unknown): Record<string, unknown>[] {
  const columns = (fieldsData as Column[]).map((column) => ({ column, values: spread(valuesOf(column), column.validData) }))
  const count = Math.max(0, ...columns.map(({ values }) => values.length))
  return Array.from({ length: count }, (_, at) => {
    const row: Record<string, unknown> = {}
    for (const { column, values } of columns) {
      const value = values[at]
      if (column.isDynamic && isObject(value)) Object.assign(row, value)
      else row[column.fieldName] = value
    }
    return row
  })
}

/** Puts nulls where the mask says so. Engines send either every row or only those with a value. */
function spread(values: unknown[], valid: boolean[]): unknown[] {
  if (valid.length === 0) return values
  const compact = values.length < valid.length
  let next = 0
  return valid.map((present, at) => (present ? values[compact ? next++ : at] : null))
}

function valuesOf(column: Column): unknown[] {
  if (column.vectors !== null && column.vectors !== undefined) return vectorsOf(column.vectors)
  const { scalars } = column
  if (scalars === null || scalars === undefined) return []
  const kind = scalars.data as string | undefined
  const data = kind === undefined ? [] : ((scalars[kind] as { data?: unknown[] } | null)?.data ?? [])
  switch (kind) {
    case 'longData':
      return data.map(exactNumber)
    case 'jsonData':
      return data.map((bytes) => parseJson(bytes as Uint8Array))
    case 'arrayData':
      return data.map((element) => valuesOf({ ...column, vectors: null, scalars: element as Record<string, unknown> }))
    case 'bytesData':
      return data.map((bytes) => Buffer.from(bytes as Uint8Array).toString('base64'))
    default:
      return data
  }
}

function vectorsOf(vectors: Record<string, unknown>): unknown[] {
  const dim = Number(vectors.dim)
  const kind = vectors.data as string | undefined
  if (kind === 'floatVector') return chunks((vectors.floatVector as { data: number[] }).data, dim)
  if (kind === 'sparseFloatVector')
    return (vectors.sparseFloatVector as { contents: Uint8Array[] }).contents.map((bytes) => sparse(Buffer.from(bytes)))
  if (kind === 'int8Vector') return chunks([...new Int8Array(vectors.int8Vector as Uint8Array)], dim)
  if (kind === 'binaryVector') return chunks([...(vectors.binaryVector as Uint8Array)], dim / 8)
  if (kind === 'float16Vector' || kind === 'bfloat16Vector')
    return chunks([...(vectors[kind] as Uint8Array)], dim * 2).map((bytes) => Buffer.from(bytes).toString('base64'))
  return []
}

function chunks(values: number[], size: number): number[][] {
  const count = size > 0 ? Math.floor(values.length / size) : 0
  return Array.from({ length: count }, (_, at) => values.slice(at * size, (at + 1) * size))
}

/** Pairs of a 32-bit index and a 32-bit float. */
function sparse(bytes: Buffer): Record<string, number> {
  const out: Record<string, number> = {}
  for (let at = 0; at + 8 <= bytes.length; at += 8) out[bytes.readUInt32LE(at)] = bytes.readFloatLE(at + 4)
  return out
}

/** A JSON number where it is exact, else the digits as a string. */
export function exactNumber(value: unknown): number | string {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : String(value)
}

function parseJson(bytes: Uint8Array): unknown {
  const text = Buffer.from(bytes).toString('utf8')
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
