// Sends a reply that the gateway made or holds.
import type { ServerHttp2Stream } from 'node:http2'
import { frameHeader } from './frame.ts'
import { discardRest, respondStatus } from './status.ts'

/** A gRPC reply as we send it: one message, or a bare status where there is none. */
export type UnaryReply =
  | { kind: 'message'; message: Buffer; trailers?: Record<string, string> }
  | { kind: 'status'; code: number; details: string }

/** Sends `reply`; does nothing where the client has gone or has been answered. */
export function sendReply(stream: ServerHttp2Stream, reply: UnaryReply): void {
  if (stream.destroyed || stream.closed || stream.headersSent) return
  if (reply.kind === 'status') return respondStatus(stream, reply.code, reply.details)
  const trailers = { 'grpc-status': '0', ...reply.trailers }
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true })
  stream.once('wantTrailers', () => {
    if (!stream.destroyed) stream.sendTrailers(trailers)
  })
  stream.write(frameHeader(reply.message.length))
  stream.end(reply.message)
  discardRest(stream)
}
