// Moves one gRPC call between client and upstream without looking inside: bytes, metadata, trailers,
// deadline and cancellation, both ways, with back-pressure. It decides nothing; endpoint.ts does.
import http2 from 'node:http2'
import type { ClientHttp2Stream, IncomingHttpHeaders, OutgoingHttpHeaders, ServerHttp2Stream } from 'node:http2'
import type { Duplex } from 'node:stream'
import type { CallEnd } from './in-flight.ts'
import type { CallMeter } from './meter.ts'
import type { Upstream } from './ports.ts'
import { parseTimeout, startDeadline } from '../grpc/deadline.ts'
import { isWholeMessage } from '../grpc/frame.ts'
import { forwardHeaders, headerOf } from '../grpc/headers.ts'
import { discardRest, encodeDetails, GRPC, respondStatus } from '../grpc/status.ts'
import type { UpstreamPool, UpstreamRequest } from '../grpc/upstream-pool.ts'

const { NGHTTP2_CANCEL, NGHTTP2_ENHANCE_YOUR_CALM, NGHTTP2_NO_ERROR } = http2.constants
const END_STREAM = http2.constants.NGHTTP2_FLAG_END_STREAM

// The date header is the upstream's to send. (The types do not know sendDate here; Node does.)
const WHOLE = { endStream: true, sendDate: false }
const WITH_TRAILERS = { waitForTrailers: true, sendDate: false }

/** Ends a call from our side with a gRPC status. */
export type Terminate = (code: number, details: string) => void

/** A call to relay. */
export type RelayedCall = {
  readonly stream: ServerHttp2Stream
  readonly headers: IncomingHttpHeaders
  readonly outgoing: OutgoingHttpHeaders
  /** True where the request is complete with its headers. */
  readonly bodiless: boolean
  readonly upstream: Upstream
  readonly pool: UpstreamPool
  readonly meter: CallMeter
  /** Called once, later than `relay` returns. `unknown`: the upstream may have carried the call out, or may do so yet. */
  onEnd(end: CallEnd): void
}

/** Starts relaying; the returned function ends the call early. */
export function relay(call: RelayedCall): Terminate {
  const { stream } = call
  const request = call.pool.request(call.upstream, call.outgoing, call.bodiless)
  if (request === undefined) {
    call.meter.failed()
    respondStatus(stream, GRPC.UNAVAILABLE, 'The call could not be started on the connection to the cluster. Try again.')
    queueMicrotask(() => call.onEnd('settled'))
    return () => {}
  }
  return new Relay(call, request).terminate
}

/** A relayed call under way: an object rather than closures, since there is one for each call. */
class Relay {
  readonly #call: RelayedCall
  readonly #client: ServerHttp2Stream
  readonly #request: UpstreamRequest
  readonly #server: ClientHttp2Stream
  readonly #deadline: NodeJS.Timeout | undefined
  #trailers: OutgoingHttpHeaders | undefined
  #ended = false
  readonly terminate: Terminate

  constructor(call: RelayedCall, request: UpstreamRequest) {
    this.#call = call
    this.#client = call.stream
    this.#request = request
    this.#server = request.stream
    this.terminate = (code, details) => this.#fail(code, details)
    this.#deadline = startDeadline(parseTimeout(headerOf(call.headers, 'grpc-timeout')), () =>
      this.#fail(GRPC.DEADLINE_EXCEEDED, 'Deadline Exceeded'),
    )
    this.#watchClient()
    this.#watchServer()
  }

  #watchClient(): void {
    const client = this.#client
    if (!this.#call.bodiless) pump(client, this.#server, this.#call.meter)
    client.once('wantTrailers', () => {
      if (!client.destroyed) client.sendTrailers(this.#trailers ?? NO_STATUS)
    })
    client.once('close', () => {
      if (!this.#ended) this.#end(this.#request.mayHaveBeenSent() ? 'unknown' : 'settled')
      if (!this.#server.closed) this.#server.close(NGHTTP2_CANCEL)
    })
  }

  #watchServer(): void {
    const server = this.#server
    server.on('error', ignore)
    server.once('response', (headers, flags, rawHeaders?: string[]) => this.#respond(headers, flags, rawHeaders))
    server.once('trailers', (headers, _flags, rawHeaders?: string[]) => {
      this.#noteStatus(headers)
      this.#trailers = forwardHeaders(headers, rawHeaders)
    })
    server.once('close', () => this.#serverClosed())
  }

  #respond(headers: IncomingHttpHeaders, flags: number, rawHeaders: string[] | undefined): void {
    const client = this.#client
    if (this.#ended || client.destroyed || client.closed) return
    const whole = (flags & END_STREAM) !== 0
    if (whole) this.#noteStatus(headers)
    try {
      client.respond(forwardHeaders(headers, rawHeaders), whole ? WHOLE : WITH_TRAILERS)
    } catch {
      return this.#fail(GRPC.INTERNAL, 'The reply of the cluster has headers that cannot be passed on.')
    }
    if (whole) {
      this.#end('settled')
      return this.#releaseClient()
    }
    this.#server.on('data', (chunk: Buffer) => {
      this.#call.meter.sent(chunk.length)
      if (!client.write(chunk)) this.#server.pause()
    })
    client.on('drain', () => this.#server.resume())
    this.#server.once('end', () => {
      if (this.#trailers !== undefined) this.#finish()
    })
  }

  #noteStatus(headers: IncomingHttpHeaders): void {
    if (headerOf(headers, 'grpc-status') !== String(GRPC.OK)) this.#call.meter.failed()
  }

  #finish(): void {
    if (this.#ended) return
    this.#end('settled')
    this.#client.end()
    this.#releaseClient()
  }

  /** A server may answer before it has read the whole request; the client then stops sending. */
  #releaseClient(): void {
    const client = this.#client
    if (client.readableEnded) return
    client.once('finish', () => {
      if (!client.readableEnded) discardRest(client)
    })
  }

  #serverClosed(): void {
    if (this.#ended) return
    if (this.#trailers !== undefined) return this.#finish()
    const code = this.#request.connectionLost() ? NGHTTP2_NO_ERROR : (this.#server.rstCode ?? NGHTTP2_NO_ERROR)
    this.#fail(...(this.#request.mayHaveBeenSent() ? statusOfReset(code) : UNREACHABLE))
  }

  #fail(code: number, details: string): void {
    if (this.#ended) return
    this.#call.meter.failed()
    this.#end(this.#request.mayHaveBeenSent() ? 'unknown' : 'settled')
    if (!this.#server.closed) this.#server.close(NGHTTP2_CANCEL)
    if (!this.#client.headersSent) return respondStatus(this.#client, code, details)
    this.#trailers = { 'grpc-status': String(code), 'grpc-message': encodeDetails(details) }
    if (!this.#client.destroyed) this.#client.end()
  }

  #end(end: CallEnd): void {
    this.#ended = true
    clearTimeout(this.#deadline)
    this.#call.onEnd(end)
  }
}

const NO_STATUS = { 'grpc-status': String(GRPC.INTERNAL), 'grpc-message': 'The reply has no status.' }
const UNREACHABLE: [number, string] = [
  GRPC.UNAVAILABLE,
  'The cluster behind this endpoint does not answer; nothing was sent to it. Try again shortly.',
]

/** As gRPC maps a stream that was reset without a status. */
function statusOfReset(rstCode: number): [number, string] {
  if (rstCode === NGHTTP2_CANCEL) return [GRPC.CANCELLED, 'The cluster cancelled the call.']
  if (rstCode === NGHTTP2_ENHANCE_YOUR_CALM) return [GRPC.RESOURCE_EXHAUSTED, 'The cluster has too many calls.']
  return [GRPC.UNAVAILABLE, 'The connection to the cluster was lost before it answered.']
}

/**
 * Like pipe, without the listeners that a call does not need. The end of a unary request comes right behind its message:
 * a whole message waits for it within this turn of the event loop, so that both leave in one frame and wake the upstream once.
 */
function pump(from: ServerHttp2Stream, to: Duplex, meter: CallMeter): void {
  let held: Buffer | undefined
  const pass = () => {
    const chunk = held
    held = undefined
    if (chunk !== undefined && to.writable && !to.write(chunk)) from.pause()
  }
  from.on('data', (chunk: Buffer) => {
    meter.received(chunk.length)
    pass()
    held = chunk
    if (isWholeMessage(chunk)) setImmediate(pass)
    else pass()
  })
  to.on('drain', () => from.resume())
  // Node ends a stream that was reset, too: a request cut short must not look complete.
  from.once('end', () => {
    if (!from.aborted && to.writable) to.end(held)
    held = undefined
  })
}

function ignore(): void {}
