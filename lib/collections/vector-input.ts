// A vector as a person writes it, judged by the field it is searched in. Pure.
import { AppError } from '../errors/app-error.ts'

export type VectorFieldShape = { name: string; type: string; dim: number | null; functionOutput: boolean }

const refused = (message: string) => new AppError('request.invalid', message, { details: { field: 'vector' } })

function numbersIn(parsed: unknown): number[] {
  if (!Array.isArray(parsed) || !parsed.every((value) => typeof value === 'number' && Number.isFinite(value)))
    throw refused('Enter the vector as JSON: numbers in square brackets, for example [0.1, 0.2].')
  return parsed as number[]
}

function sparseIn(parsed: unknown): Record<string, number> {
  const entries = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? Object.entries(parsed) : []
  if (entries.length === 0 || !entries.every(([index, weight]) => /^\d{1,10}$/.test(index) && typeof weight === 'number'))
    throw refused('Enter the sparse vector as JSON: an object of index and weight, for example {"1": 0.5, "70": 0.2}.')
  return Object.fromEntries(entries) as Record<string, number>
}

/** What the SDK takes as the vector. Throws request.invalid at the field `vector`. */
export function vectorFrom(text: string, field: VectorFieldShape): unknown {
  if (text.trim() === '') throw refused('Enter a vector, or the key of an entity that has one.')
  if (field.functionOutput) return text
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    throw refused(field.type === 'SparseFloatVector' ? 'This is not JSON. Example: {"1": 0.5, "70": 0.2}.' : 'This is not JSON. Example: [0.1, 0.2, 0.3].')
  }
  if (field.type === 'SparseFloatVector') return sparseIn(parsed)
  const values = numbersIn(parsed)
  const wanted = field.type === 'BinaryVector' && field.dim !== null ? field.dim / 8 : field.dim
  if (wanted === null || values.length === wanted) return values
  const unit = field.type === 'BinaryVector' ? 'bytes' : 'numbers'
  throw refused(`The field "${field.name}" takes ${wanted} ${unit}; this vector has ${values.length}.`)
}
