// gRPC status codes and the two ways to end a call with one: alone, or after a message.
import type { ServerHttp2Stream } from 'node:http2'

/** Source: grpc/grpc doc/statuscodes.md. */
export const GRPC = {
  OK: 0,
  CANCELLED: 1,
  UNKNOWN: 2,
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  ALREADY_EXISTS: 6,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  FAILED_PRECONDITION: 9,
  ABORTED: 10,
  OUT_OF_RANGE: 11,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
  UNAVAILABLE: 14,
  DATA_LOSS: 15,
  UNAUTHENTICATED: 16,
} as const

/** `DEADLINE_EXCEEDED` for 4; the number itself where gRPC has no such code. */
export function grpcName(code: number): string {
  return Object.entries(GRPC).find(([, known]) => known === code)?.[0] ?? String(code)
}

/** `grpc-message` as the protocol wants it: printable ASCII, the rest percent-encoded. */
export function encodeDetails(details: string): string {
  return /^[\x20-\x24\x26-\x7e]*$/.test(details) ? details : encodeAll(details)
}

function encodeAll(details: string): string {
  let out = ''
  for (const byte of Buffer.from(details, 'utf8')) {
    const plain = byte >= 0x20 && byte <= 0x7e && byte !== 0x25
    out += plain ? String.fromCharCode(byte) : '%' + byte.toString(16).toUpperCase().padStart(2, '0')
  }
  return out
}

/** The inverse of `encodeDetails`; what is not valid stays as it is. */
export function decodeDetails(value: string): string {
  if (!value.includes('%')) return value
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

/** Ends a call that has sent nothing yet with a status alone. Does nothing where the client has gone. */
export function respondStatus(stream: ServerHttp2Stream, code: number, details: string): void {
  if (stream.destroyed || stream.closed || stream.headersSent) return
  stream.respond(
    {
      ':status': 200,
      'content-type': 'application/grpc',
      'grpc-status': String(code),
      'grpc-message': encodeDetails(details),
    },
    { endStream: true },
  )
  discardRest(stream)
}

/** Lets go of a request body that nobody will read, so that it holds no flow-control window. */
export function discardRest(stream: ServerHttp2Stream): void {
  if (stream.readableEnded || stream.destroyed) return
  stream.resume()
}
