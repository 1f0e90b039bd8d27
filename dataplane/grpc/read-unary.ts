// Reads the whole request of a unary call, within a byte budget, and takes it out of its frame.
import type { ServerHttp2Stream } from 'node:http2'
import type { ByteBudget } from '../lifecycle/byte-budget.ts'
import { FRAME_HEADER_BYTES, MAX_MESSAGE_BYTES, unframe } from './frame.ts'
import { GRPC } from './status.ts'

/** The message, or the status that refuses it; `gone` where the client left before it was complete. */
export type UnaryRequest =
  | { kind: 'message'; message: Buffer; release: () => void }
  | { kind: 'status'; code: number; details: string }
  | { kind: 'gone' }

/** Never rejects. `release` gives the bytes back to the budget and must be called once. */
export async function readUnary(
  stream: ServerHttp2Stream,
  encoding: string | undefined,
  budget: ByteBudget,
): Promise<UnaryRequest> {
  let reserved = 0
  const release = () => {
    budget.release(reserved)
    reserved = 0
  }
  let result: UnaryRequest
  try {
    const body = await readBody(stream, async (bytes) => {
      await budget.acquire(bytes)
      reserved = bytes
    })
    result = await toRequest(stream, body, encoding, release)
  } catch {
    result = { kind: 'gone' }
  }
  if (result.kind !== 'message') release()
  return result
}

async function toRequest(
  stream: ServerHttp2Stream,
  body: Buffer | undefined,
  encoding: string | undefined,
  release: () => void,
): Promise<UnaryRequest> {
  if (stream.aborted) return { kind: 'gone' }
  if (body === undefined) {
    const details = `The message is larger than the ${MAX_MESSAGE_BYTES} bytes that are accepted.`
    return { kind: 'status', code: GRPC.RESOURCE_EXHAUSTED, details }
  }
  const message = await unframe(body, encoding)
  return 'problem' in message
    ? { kind: 'status', code: GRPC.INTERNAL, details: message.problem }
    : { kind: 'message', message, release }
}

/** The body in one buffer of the announced size; undefined where that is too large. */
async function readBody(
  stream: ServerHttp2Stream,
  reserve: (bytes: number) => Promise<void>,
): Promise<Buffer | undefined> {
  let start: Buffer = Buffer.alloc(0)
  let body: Buffer | undefined
  let size = 0
  // Leaving the loop early must not destroy the stream: the reply goes out on it.
  for await (const chunk of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    if (body === undefined) {
      start = start.length === 0 ? chunk : Buffer.concat([start, chunk])
      if (start.length < FRAME_HEADER_BYTES) continue
      const expected = FRAME_HEADER_BYTES + start.readUInt32BE(1)
      if (expected > FRAME_HEADER_BYTES + MAX_MESSAGE_BYTES) return undefined
      await reserve(expected)
      if (start.length >= expected) {
        body = start
        size = start.length
        continue
      }
      body = Buffer.allocUnsafe(expected)
      size = start.copy(body)
      continue
    }
    // One byte more than announced is a damaged frame, which `unframe` reports.
    if (size + chunk.length > body.length) return Buffer.concat([body.subarray(0, size), chunk])
    size += chunk.copy(body, size)
  }
  return body === undefined ? start : body.subarray(0, size)
}
