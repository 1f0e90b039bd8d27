// Whether two JSON texts mean the same: whatever the order of keys, the white space, the escapes and the spelling of
// numbers. Engines write JSON anew, so bytes say nothing; and JSON.parse alone would take 2^53 + 1 for 2^53.

type Json = string | boolean | null | Json[] | { [key: string]: Json }

/** Strings and numbers of a JSON text; some engines also keep NaN and Infinity, which are none of JSON. */
const TOKENS = /"(?:[^"\\]|\\.)*"|-?(?:\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|Infinity)|NaN/g
const utf8 = new TextDecoder('utf-8', { fatal: true })

/** True where both mean the same. Bytes that are no JSON are the same only as bytes. */
export function isSameJson(a: Buffer, b: Buffer): boolean {
  if (a.equals(b)) return true
  try {
    return isSame(parse(a), parse(b))
  } catch {
    return false
  }
}

/** As JSON.parse, but strings begin with `s` and numbers are strings that begin with `n` and are spelled as they came. */
function parse(bytes: Buffer): Json {
  const text = utf8.decode(bytes)
  return JSON.parse(text.replace(TOKENS, (token) => (token.startsWith('"') ? `"s${token.slice(1)}` : `"n${token}"`))) as Json
}

function isSame(a: Json, b: Json): boolean {
  if (typeof a === 'string' && typeof b === 'string') return a === b || (a.startsWith('n') && b.startsWith('n') && isSameNumber(a.slice(1), b.slice(1)))
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  if (Array.isArray(a) || Array.isArray(b)) return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((one, at) => isSame(one, b[at] as Json))
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && isSame(a[key] as Json, b[key] as Json))
}

/** 1, 1.0 and 10e-1 are the same. Two that are no integers are so as doubles, which is what engines keep of them. */
function isSameNumber(a: string, b: string): boolean {
  if (exactly(a) === exactly(b)) return true
  return isFraction(a) && isFraction(b) && Number(a) === Number(b)
}

function isFraction(text: string): boolean {
  return /[.eE]/.test(text)
}

/** One spelling of a decimal number, without any rounding. */
function exactly(text: string): string {
  const [, sign, whole, fraction = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? []
  if (whole === undefined) return text
  const digits = (whole + fraction).replace(/^0+/, '')
  const kept = digits.replace(/0+$/, '')
  return kept === '' ? '0' : `${sign}${kept}e${Number(exponent) - fraction.length + digits.length - kept.length}`
}
