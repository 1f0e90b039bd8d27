// The gRPC message frame: a flag byte (compressed or not), four bytes of length, the message.
import { promisify } from 'node:util'
import zlib from 'node:zlib'

const gunzip = promisify(zlib.gunzip)
const inflate = promisify(zlib.inflate)

/** As much as Milvus clients and Lite take in one message. */
export const MAX_MESSAGE_BYTES = 256 * 1024 * 1024
export const FRAME_HEADER_BYTES = 5

/** What is wrong with a frame, in words for the client. */
export type FrameProblem = { problem: string }

/** What stands before an uncompressed message of so many bytes, which is written behind it and not copied. */
export function frameHeader(messageBytes: number): Buffer {
  const header = Buffer.alloc(FRAME_HEADER_BYTES)
  header.writeUInt32BE(messageBytes, 1)
  return header
}

/** True where `chunk` of a body is one frame, neither more nor less. */
export function isWholeMessage(chunk: Buffer): boolean {
  return chunk.length >= FRAME_HEADER_BYTES && chunk.length === FRAME_HEADER_BYTES + chunk.readUInt32BE(1)
}

/** The one message of a complete unary body. `encoding` is the `grpc-encoding` header. */
export async function unframe(body: Buffer, encoding: string | undefined): Promise<Buffer | FrameProblem> {
  if (body.length < FRAME_HEADER_BYTES) return { problem: 'The message frame is incomplete.' }
  const length = body.readUInt32BE(1)
  if (body.length !== FRAME_HEADER_BYTES + length)
    return { problem: `The message frame announces ${length} bytes and holds ${body.length - FRAME_HEADER_BYTES}.` }
  const message = body.subarray(FRAME_HEADER_BYTES)
  switch (body[0]) {
    case 0:
      return message
    case 1:
      return decompress(message, encoding)
    default:
      return { problem: `The message frame has the unknown flag ${body[0]}.` }
  }
}

async function decompress(message: Buffer, encoding: string | undefined): Promise<Buffer | FrameProblem> {
  const options = { maxOutputLength: MAX_MESSAGE_BYTES }
  try {
    if (encoding === 'gzip') return await gunzip(message, options)
    if (encoding === 'deflate') return await inflate(message, options)
  } catch {
    return { problem: `The message is not valid ${encoding}, or is larger than ${MAX_MESSAGE_BYTES} bytes.` }
  }
  return { problem: `The message compression "${encoding ?? ''}" is not supported; use gzip, deflate or none.` }
}
