// The Status that every Milvus reply carries. Milvus 2.3 filled the legacy error_code, newer servers
// `code`; either being non-zero means failure.
import { decode } from './proto.ts'
import { fieldsOf, payload, readVarint, text } from './wire.ts'

export type MilvusStatus = { ok: boolean; code: number; reason: string }

/** Reads a `common.Status` from its bytes. */
export function readStatus(bytes: Buffer): MilvusStatus {
  let legacy = 0
  let code = 0
  let reason = ''
  for (const field of fieldsOf(bytes)) {
    if (field.no === 1) legacy = readVarint(bytes, field.at).value
    else if (field.no === 2) reason = text(bytes, field)
    else if (field.no === 3) code = readVarint(bytes, field.at).value
  }
  return { ok: legacy === 0 && code === 0, code: code || legacy, reason }
}

/** The status of a reply whose field 1 is its Status, without decoding the rest. */
export function statusOfReply(reply: Buffer): MilvusStatus {
  for (const field of fieldsOf(reply)) if (field.no === 1) return readStatus(payload(reply, field))
  return { ok: true, code: 0, reason: '' }
}

/** The status of a reply of type `name`, which may be a Status itself. */
export function statusOf(name: string, reply: Buffer): MilvusStatus {
  if (name === 'common.Status') return readStatus(reply)
  decode(name, reply)
  return statusOfReply(reply)
}
