// Records in a segment file: length and CRC-32 (both 32-bit little endian), then the entry as JSON. A record
// that is cut off or does not match its sum ends the readable part.
import { crc32 } from 'node:zlib'
import type { Entry } from './entry.ts'

export const RECORD_HEADER = 8
/** No entry is larger: keys of one 256 MiB message at 8 bytes a row, written as decimals, stay below. */
const MAX_RECORD = 1024 * 1024 * 1024

export function encodeRecord(entry: Entry): Buffer {
  const body = Buffer.from(JSON.stringify(entry), 'utf8')
  const record = Buffer.allocUnsafe(RECORD_HEADER + body.length)
  record.writeUInt32LE(body.length, 0)
  record.writeUInt32LE(crc32(body), 4)
  body.copy(record, RECORD_HEADER)
  return record
}

/** The record at `at`: its entry and end, `short` where more bytes are needed, `damaged` where the sum is wrong. */
export function decodeRecord(buf: Buffer, at: number): { entry: Entry; end: number } | 'short' | 'damaged' {
  if (buf.length - at < RECORD_HEADER) return 'short'
  const length = buf.readUInt32LE(at)
  // Zeros at the end of a file are what a power loss leaves, and their sum would fit an empty record.
  if (length === 0 || length > MAX_RECORD) return 'damaged'
  const end = at + RECORD_HEADER + length
  if (buf.length < end) return 'short'
  const body = buf.subarray(at + RECORD_HEADER, end)
  if (crc32(body) !== buf.readUInt32LE(at + 4)) return 'damaged'
  return { entry: JSON.parse(body.toString('utf8')) as Entry, end }
}
