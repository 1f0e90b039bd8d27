// One unary call with a message that we hold: for interceptors, the REST bridge, and the data plane's own calls.
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http2'
import http2 from 'node:http2'
import { formatTimeout, startDeadline } from './deadline.ts'
import { frameHeader, FRAME_HEADER_BYTES, MAX_MESSAGE_BYTES, unframe } from './frame.ts'
import { headerOf } from './headers.ts'
import { decodeDetails, GRPC } from './status.ts'
import type { Upstream, UpstreamPool, UpstreamRequest } from './upstream-pool.ts'

/** What to call. `headers` are the caller's own; the frame's and the deadline's are set here. */
export type UnaryCall = {
  readonly pool: UpstreamPool
  readonly upstream: Upstream | undefined
  readonly headers: OutgoingHttpHeaders
  /** Whole, or in parts that are sent one behind the other without being copied together. */
  readonly message: Buffer | readonly Buffer[]
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
}

/** What became of a call. `sent: false`: it is certain that nothing of it reached the upstream. */
export type UnaryResult =
  | { kind: 'message'; message: Buffer; trailers: Record<string, string> }
  | { kind: 'status'; code: number; details: string; sent: boolean }

/** Never rejects. */
export function callUnary(call: UnaryCall): Promise<UnaryResult> {
  const headers: OutgoingHttpHeaders = { ...call.headers, 'grpc-timeout': formatTimeout(call.timeoutMs) }
  delete headers['grpc-encoding']
  headers['grpc-accept-encoding'] = 'identity,gzip,deflate'
  const request = call.upstream && call.pool.request(call.upstream, headers, false)
  if (request === undefined)
    return Promise.resolve(failed(GRPC.UNAVAILABLE, 'The cluster behind this endpoint does not answer.', false))
  return new Promise((resolve) => awaitReply(request, call, resolve))
}

function awaitReply(request: UpstreamRequest, call: UnaryCall, resolve: (result: UnaryResult) => void): void {
  const { stream } = request
  const chunks: Buffer[] = []
  let size = 0
  let headers: IncomingHttpHeaders = {}
  let trailers: IncomingHttpHeaders | undefined
  let verdict: UnaryResult | undefined
  const giveUp = (code: number, details: string) => {
    verdict ??= failed(code, details, request.mayHaveBeenSent())
    stream.close(http2.constants.NGHTTP2_CANCEL)
  }
  const deadline = startDeadline(call.timeoutMs, () =>
    giveUp(GRPC.DEADLINE_EXCEEDED, `The cluster did not answer within ${call.timeoutMs} ms.`),
  )
  const onAbort = () => giveUp(GRPC.CANCELLED, 'The call was given up.')
  call.signal?.addEventListener('abort', onAbort)
  stream.on('response', (received) => (headers = received))
  stream.on('trailers', (received) => (trailers = received))
  stream.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size > MAX_MESSAGE_BYTES + FRAME_HEADER_BYTES)
      return giveUp(GRPC.RESOURCE_EXHAUSTED, `The reply is larger than ${MAX_MESSAGE_BYTES} bytes.`)
    chunks.push(chunk)
  })
  stream.on('error', () => {})
  stream.once('close', () => {
    clearTimeout(deadline)
    call.signal?.removeEventListener('abort', onAbort)
    if (verdict !== undefined) return resolve(verdict)
    void readReply(headers, trailers, chunks, request).then(resolve)
  })
  // Frame, message and end leave together.
  stream.cork()
  const parts = Buffer.isBuffer(call.message) ? [call.message] : call.message
  stream.write(frameHeader(parts.reduce((sum, part) => sum + part.length, 0)))
  for (const part of parts) stream.write(part)
  stream.end()
}

async function readReply(
  headers: IncomingHttpHeaders,
  trailers: IncomingHttpHeaders | undefined,
  chunks: Buffer[],
  request: UpstreamRequest,
): Promise<UnaryResult> {
  const end = trailers ?? headers
  const status = headerOf(end, 'grpc-status')
  if (status === undefined)
    return failed(GRPC.UNAVAILABLE, 'The connection to the cluster was lost before it answered.', request.mayHaveBeenSent())
  if (status !== '0') return failed(Number(status), decodeDetails(headerOf(end, 'grpc-message') ?? ''), true)
  const body = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)
  const message = await unframe(body, headerOf(headers, 'grpc-encoding'))
  if ('problem' in message) return failed(GRPC.INTERNAL, `The reply of the cluster is damaged: ${message.problem}`, true)
  return { kind: 'message', message, trailers: ownTrailers(end) }
}

/** The trailers that carry metadata rather than the status. */
function ownTrailers(trailers: IncomingHttpHeaders): Record<string, string> {
  const own: Record<string, string> = {}
  for (const name in trailers) {
    const value = headerOf(trailers, name)
    if (value !== undefined && !name.startsWith(':') && name !== 'grpc-status' && name !== 'grpc-message') own[name] = value
  }
  return own
}

function failed(code: number, details: string, sent: boolean): UnaryResult {
  return { kind: 'status', code, details, sent }
}
