// Hands one unary call to an interceptor: reads the request whole, builds the InterceptedCall, sends the
// reply. What the interceptor does with it, and how long it holds it, is the interceptor's.
import http2 from 'node:http2'
import type { IncomingHttpHeaders, OutgoingHttpHeaders, ServerHttp2Stream } from 'node:http2'
import type { ForwardResult, GatewayCluster, InterceptedCall, UnaryReply } from './ports.ts'
import type { CallMeter } from './meter.ts'
import { parseTimeout, startDeadline } from '../grpc/deadline.ts'
import type { ByteBudget } from '../lifecycle/byte-budget.ts'
import { headerOf } from '../grpc/headers.ts'
import { readUnary } from '../grpc/read-unary.ts'
import { GRPC } from '../grpc/status.ts'
import { sendReply } from '../grpc/send-reply.ts'
import { callUnary } from '../grpc/unary-call.ts'
import type { UpstreamPool } from '../grpc/upstream-pool.ts'
import type { Terminate } from './relay.ts'

/** A request that is still incomplete then is given up: what it announced keeps others waiting. */
const READ_LIMIT_MS = 5 * 60_000

/** Every call aborts its signal when it closes: one reason for all costs nothing, while the usual one takes a stack each time. */
const ENDED = new Error('the call has ended')

/** A call to hand over. */
export type HeldCall = {
  readonly stream: ServerHttp2Stream
  readonly headers: IncomingHttpHeaders
  readonly outgoing: OutgoingHttpHeaders
  readonly method: string
  readonly cluster: GatewayCluster
  readonly pool: UpstreamPool
  readonly budget: ByteBudget
  readonly meter: CallMeter
  /** Decides with the policy of the moment at which the request is complete. Must settle. */
  handle(call: InterceptedCall): Promise<UnaryReply>
  onEnd(): void
}

/** Starts reading; the returned function answers the client early. The interceptor still settles. */
export function intercept(call: HeldCall): Terminate {
  const { stream, headers } = call
  const abort = new AbortController()
  const timeoutMs = parseTimeout(headerOf(headers, 'grpc-timeout'))
  const deadlineAt = timeoutMs === undefined ? undefined : Date.now() + timeoutMs
  const answer = (reply: UnaryReply) => {
    clearTimeout(deadline)
    if (reply.kind === 'message') call.meter.sent(reply.message.length)
    else call.meter.failed()
    sendReply(stream, reply)
  }
  const terminate: Terminate = (code, details) => {
    abort.abort(ENDED)
    answer({ kind: 'status', code, details })
    // Ends the reading of a request that is still coming, and with it its hold on the byte budget.
    if (!stream.readableEnded) stream.close(http2.constants.NGHTTP2_NO_ERROR)
  }
  const deadline = startDeadline(timeoutMs, () => terminate(GRPC.DEADLINE_EXCEEDED, 'Deadline Exceeded'))
  stream.once('close', () => {
    clearTimeout(deadline)
    abort.abort(ENDED)
  })
  void run(call, deadlineAt, abort.signal).then((reply) => {
    if (reply !== undefined) answer(reply)
    call.onEnd()
  })
  return terminate
}

async function run(
  call: HeldCall,
  deadlineAt: number | undefined,
  signal: AbortSignal,
): Promise<UnaryReply | undefined> {
  const stalled = setTimeout(() => call.stream.close(http2.constants.NGHTTP2_CANCEL), READ_LIMIT_MS)
  const request = await readUnary(call.stream, headerOf(call.headers, 'grpc-encoding'), call.budget)
  clearTimeout(stalled)
  if (request.kind === 'gone') return undefined
  if (request.kind === 'status') return request
  call.meter.received(request.message.length)
  try {
    // Nobody waits any more, and nothing has been sent: the call ends here.
    if (signal.aborted) return undefined
    return await call.handle({
      clusterId: call.cluster.id,
      method: call.method,
      message: request.message,
      database: headerOf(call.headers, 'dbname') ?? '',
      deadlineAt,
      signal,
      forward: (message, timeoutMs) => forward(call, message, timeoutMs),
    })
  } catch {
    return { kind: 'status', code: GRPC.INTERNAL, details: `${call.method} failed inside the gateway; its log says why.` }
  } finally {
    request.release()
  }
}

function forward(call: HeldCall, message: Buffer, timeoutMs: number): Promise<ForwardResult> {
  const { pool, cluster, outgoing } = call
  return callUnary({ pool, upstream: cluster.upstream, headers: outgoing, message, timeoutMs })
}
