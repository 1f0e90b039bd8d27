// Primary keys in Milvus' expression language. A key comes and goes as text, never as a number.
import { AppError } from '../errors/app-error.ts'

export type KeyField = { name: string; type: string }

const ESCAPES: Record<string, string> = { '\\': '\\\\', '"': '\\"', '\n': '\\n', '\r': '\\r', '\t': '\\t' }
/** Milvus reads the digits before the sign and finds them too many. */
const LEAST = '-9223372036854775808'

function literalOf(field: KeyField, key: string): string {
  if (field.type === 'VarChar') return `"${key.replace(/[\\"\n\r\t]/g, (sign) => ESCAPES[sign] ?? sign)}"`
  if (/^-?\d{1,19}$/.test(key)) return BigInt(key).toString()
  throw new AppError('request.invalid', `"${key}" is not a key of the field "${field.name}", which holds whole numbers.`, { details: { field: 'key' } })
}

/** An expression that these keys fulfil and no other. */
export function keysExpression(field: KeyField, keys: readonly string[]): string {
  const literals = keys.map((key) => literalOf(field, key))
  const list = `${field.name} in [${literals.filter((literal) => literal !== LEAST).join(', ')}]`
  return literals.includes(LEAST) ? `${list} or ${field.name} < -9223372036854775807` : list
}
