// Protobuf on the wire, as far as splicing needs it: walking the fields of a message as byte ranges and
// writing tags and varints. It decodes no message; proto.ts does that for the small ones.
// Source: protobuf.dev/programming-guides/encoding.

export type WireField = {
  /** Field number. */
  no: number
  /** 0 varint, 1 64-bit, 2 length-delimited, 5 32-bit. */
  type: number
  /** First byte of the tag. */
  start: number
  /** First byte of the payload, behind the length where there is one. */
  at: number
  /** Byte behind the field. */
  end: number
}

/** Reads the varint at `at`. Returns it as a bigint where it needs more than 53 bits' worth of care. */
export function readVarint(buf: Buffer, at: number): { value: number; next: number } {
  let value = 0
  let factor = 1
  for (let i = at; i < at + 10; i++) {
    const byte = buf[i]
    if (byte === undefined) throw new RangeError('truncated varint')
    value += (byte & 0x7f) * factor
    if (byte < 0x80) return { value, next: i + 1 }
    factor *= 128
  }
  throw new RangeError('varint is too long')
}

/** Reads the varint at `at` as a signed 64-bit integer. */
export function readInt64(buf: Buffer, at: number): { value: bigint; next: number } {
  let low = 0
  let i = at
  // Seven groups of 7 bits fit a double exactly; the rest needs bigint.
  for (let shift = 0; shift < 49; shift += 7) {
    const byte = buf[i++]
    if (byte === undefined) throw new RangeError('truncated varint')
    low += (byte & 0x7f) * 2 ** shift
    if (byte < 0x80) return { value: BigInt(low), next: i }
  }
  let value = BigInt(low)
  for (let shift = 49n; shift < 70n; shift += 7n) {
    const byte = buf[i++]
    if (byte === undefined) throw new RangeError('truncated varint')
    value |= BigInt(byte & 0x7f) << shift
    if (byte < 0x80) return { value: BigInt.asIntN(64, value), next: i }
  }
  throw new RangeError('varint is too long')
}

/** Walks the top-level fields of `buf[from, to)`. Throws RangeError on bytes that are no protobuf message. */
export function* fieldsOf(buf: Buffer, from = 0, to = buf.length): Generator<WireField> {
  let at = from
  while (at < to) {
    const tag = readVarint(buf, at)
    const field: WireField = { no: Math.floor(tag.value / 8), type: tag.value % 8, start: at, at: tag.next, end: 0 }
    if (field.type === 2) {
      const length = readVarint(buf, tag.next)
      field.at = length.next
      field.end = length.next + length.value
    } else if (field.type === 0) field.end = readVarint(buf, tag.next).next
    else if (field.type === 1) field.end = tag.next + 8
    else if (field.type === 5) field.end = tag.next + 4
    else throw new RangeError(`wire type ${field.type} is not supported`)
    if (field.end > to) throw new RangeError('truncated field')
    yield field
    at = field.end
  }
}

/** The payload of a length-delimited field, without copying. */
export function payload(buf: Buffer, field: WireField): Buffer {
  return buf.subarray(field.at, field.end)
}

export function text(buf: Buffer, field: WireField): string {
  return buf.toString('utf8', field.at, field.end)
}

/** Bytes of an unsigned varint below 2^53. */
export function varint(value: number): Buffer {
  const bytes: number[] = []
  while (value > 127) {
    bytes.push((value % 128) | 0x80)
    value = Math.floor(value / 128)
  }
  bytes.push(value)
  return Buffer.from(bytes)
}

/** Bytes of a signed 64-bit varint. */
export function varint64(value: bigint): Buffer {
  let rest = BigInt.asUintN(64, value)
  const bytes: number[] = []
  while (rest > 127n) {
    bytes.push(Number(rest & 0x7fn) | 0x80)
    rest >>= 7n
  }
  bytes.push(Number(rest))
  return Buffer.from(bytes)
}

/** Tag and length of a length-delimited field whose payload follows. */
export function header(no: number, length: number): Buffer {
  return Buffer.concat([varint(no * 8 + 2), varint(length)])
}

/** A whole length-delimited field. */
export function bytesField(no: number, body: Buffer): Buffer {
  return Buffer.concat([header(no, body.length), body])
}

export function stringField(no: number, value: string): Buffer {
  return value === '' ? Buffer.alloc(0) : bytesField(no, Buffer.from(value, 'utf8'))
}

/** A varint field, written even when it is zero. */
export function varintField(no: number, value: number): Buffer {
  return Buffer.concat([varint(no * 8), varint(value)])
}
