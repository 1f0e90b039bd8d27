// Primary keys: how they are held, compared, written into expressions and read out of them.
// An int64 key is a bigint, a VarChar key a string; no key is ever a number.

export type Key = bigint | string
export type KeyType = 'int64' | 'varchar'

/** Order of keys as Milvus sorts them: numeric, or by UTF-8 bytes. */
export function compareKeys(a: Key, b: Key): number {
  if (typeof a === 'bigint' && typeof b === 'bigint') return a < b ? -1 : a > b ? 1 : 0
  return Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)))
}

/** Keys for JSON: decimal strings or the strings themselves; the key type tells them apart. */
export function keyToText(key: Key): string {
  return typeof key === 'bigint' ? key.toString() : key
}

export function keyFromText(text: string, type: KeyType): Key {
  return type === 'int64' ? BigInt(text) : text
}

const ESCAPES: Record<string, string> = { '\\': '\\\\', '"': '\\"', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** A key as a literal of Milvus' expression language. */
export function literal(key: Key): string {
  if (typeof key === 'bigint') return key.toString()
  return `"${key.replace(/[\\"\n\r\t]/g, (c) => ESCAPES[c] ?? c)}"`
}

/** The least int64. Milvus reads its digits before its sign and finds them too many, so it is told by its neighbour. */
const LEAST = -(2n ** 63n)

/** `field in [..]` */
export function inList(field: string, keys: readonly Key[]): string {
  const list = `${field} in [${keys.filter((key) => key !== LEAST).map(literal).join(',')}]`
  return keys.includes(LEAST) ? `${list} or ${field} < ${LEAST + 1n}` : list
}

/** `field > after and field <= to`; either bound may be missing. */
export function between(field: string, after: Key | undefined, to: Key | undefined, type: KeyType): string {
  const parts: string[] = []
  if (after !== undefined) parts.push(`${field} > ${literal(after)}`)
  if (to !== undefined) parts.push(`${field} <= ${literal(to)}`)
  if (parts.length > 0) return parts.join(' and ')
  // An expression that every key fulfils: an empty one would need a limit on Milvus.
  return type === 'int64' ? `${field} <= ${2n ** 63n - 1n}` : `${field} >= ""`
}

/** Without leading zeros: Milvus reads those as octal. */
const INTEGERS = /^-?(?:0|[1-9]\d*)(\s*,\s*-?(?:0|[1-9]\d*))*$/
const STRINGS = /^(?:"[^"'\\]*"|'[^"'\\]*')(\s*,\s*(?:"[^"'\\]*"|'[^"'\\]*'))*$/

/**
 * The keys of an expression that is nothing but a list of primary keys (`pk in [..]`, `pk == 1`), else
 * undefined. Anything doubtful (escapes, other fields, `not`) is undefined: an expression is always safe.
 */
export function keysOfExpr(expr: string, field: string, type: KeyType): Key[] | undefined {
  const name = field.replace(/[$]/g, '\\$&')
  const list = new RegExp(`^\\s*${name}\\s+[iI][nN]\\s*\\[(.*)\\]\\s*$`, 's').exec(expr)?.[1]?.trim()
  const single = new RegExp(`^\\s*${name}\\s*==\\s*(.*?)\\s*$`, 's').exec(expr)?.[1]
  const body = list ?? single
  if (body === undefined) return undefined
  if (body === '') return list === undefined ? undefined : []
  const trimmed = body.replace(/,\s*$/, '')
  if (type === 'int64') return INTEGERS.test(trimmed) ? trimmed.split(',').map((part) => BigInt(part.trim())) : undefined
  if (!STRINGS.test(trimmed)) return undefined
  return [...trimmed.matchAll(/"([^"]*)"|'([^']*)'/g)].map((match) => match[1] ?? match[2] ?? '')
}
