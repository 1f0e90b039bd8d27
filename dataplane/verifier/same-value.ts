// Whether two values mean the same to an application. Floats are compared as numbers: NaN is NaN, and 0 is -0, which no
// filter and no search can tell apart.
import type { Cell } from './cells.ts'
import { isSameJson } from './json-value.ts'

export function isSameCell(a: Cell, b: Cell): boolean {
  if (a === null || b === null) return a === b
  switch (a.kind) {
    case 'plain':
      return b.kind === 'plain' && a.value === b.value
    case 'float':
      return b.kind === 'float' && isSameFloat(a.value, b.value)
    case 'floats':
      return b.kind === 'floats' && isSameFloats(a.value, b.value)
    case 'json':
      return b.kind === 'json' && isSameJson(a.value, b.value)
    case 'bytes':
      return b.kind === 'bytes' && a.value.equals(b.value)
    case 'sparse':
      return b.kind === 'sparse' && isSameSparse(a.value, b.value)
    case 'place':
      return b.kind === 'place' && isSamePlace(a.value, b.value)
    case 'time':
      return b.kind === 'time' && (a.value === b.value || microsOf(a.value) === microsOf(b.value))
    case 'list':
      return b.kind === 'list' && a.value.length === b.value.length && a.value.every((one, at) => isSameCell(one, b.value[at] ?? null))
    case 'struct':
      return b.kind === 'struct' && a.value.size === b.value.size && [...a.value].every(([name, one]) => isSameCell(one, b.value.get(name) ?? null))
  }
}

function isSameFloat(a: number, b: number): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b))
}

function isSameFloats(a: Buffer, b: Buffer): boolean {
  if (a.equals(b)) return true
  if (a.length !== b.length) return false
  for (let at = 0; at + 4 <= a.length; at += 4) if (!isSameFloat(a.readFloatLE(at), b.readFloatLE(at))) return false
  return true
}

/** A sparse vector on the wire: for each entry its index (uint32) and its value (float), little endian, in any order. */
function isSameSparse(a: Buffer, b: Buffer): boolean {
  if (a.equals(b)) return true
  if (a.length !== b.length) return false
  const values = new Map<number, number>()
  for (let at = 0; at + 8 <= a.length; at += 8) values.set(a.readUInt32LE(at), a.readFloatLE(at + 4))
  for (let at = 0; at + 8 <= b.length; at += 8) {
    const value = values.get(b.readUInt32LE(at))
    if (value === undefined || !isSameFloat(value, b.readFloatLE(at + 4))) return false
  }
  return true
}

/** WKB by its bytes. WKT by its words and numbers: `POINT (1 2)` is `POINT(1.0 2)`. */
function isSamePlace(a: Buffer | string, b: Buffer | string): boolean {
  if (typeof a === 'string' && typeof b === 'string') return a === b || wktWords(a) === wktWords(b)
  return typeof a !== 'string' && typeof b !== 'string' && a.equals(b)
}

function wktWords(text: string): string {
  const words = text.toUpperCase().match(/[A-Z]+|-?[\d.]+(?:E[+-]?\d+)?|[(),;=]/g) ?? []
  return words.map((word) => (/\d/.test(word) ? String(Number(word)) : word)).join(' ')
}

/** Microseconds since 1970 of either spelling; the text itself where it is neither. */
function microsOf(text: string): bigint | string {
  if (/^-?\d+$/.test(text)) return BigInt(text)
  const [, seconds, fraction = '', zone] = /^(.*?)(?:\.(\d{1,6})\d*)?(Z|[+-]\d\d:\d\d)$/.exec(text) ?? []
  const ms = Date.parse(`${seconds}${zone}`)
  return Number.isNaN(ms) ? text : BigInt(ms) * 1000n + BigInt(fraction.padEnd(6, '0') || '0')
}
