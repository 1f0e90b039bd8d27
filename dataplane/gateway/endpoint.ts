// What one cluster's endpoint does with each gRPC call: authenticates, asks the policy, and relays,
// hands over or refuses. Everything is read from the cluster for each call, so a change is in force at once.
import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2'
import http2 from 'node:http2'
import type { Logger } from '../lifecycle/logger.ts'
import { presentsToken, UNAUTHENTICATED_MESSAGE } from './authentication.ts'
import { ByteBudget } from '../lifecycle/byte-budget.ts'
import { forwardHeaders, headerOf } from '../grpc/headers.ts'
import { discardRest, GRPC, respondStatus } from '../grpc/status.ts'
import { sendReply } from '../grpc/send-reply.ts'
import { UpstreamPool } from '../grpc/upstream-pool.ts'
import { RawWrites } from './in-flight.ts'
import { intercept } from './intercept.ts'
import type { CallMeter } from './meter.ts'
import { EndpointMeter } from './meter.ts'
import type { MethodEntry } from './method-table.ts'
import { findMethod, methodName } from './method-table.ts'
import type { EndpointUse, GatewayCluster, InterceptedCall, Interceptor, UnaryReply } from './ports.ts'
import type { RuledClass } from './policy.ts'
import { changesData, isAwaited, refusalReason, rule, waitReason } from './policy.ts'
import { refusalReply } from './refusal.ts'
import type { Terminate } from './relay.ts'
import { relay } from './relay.ts'

/** Requests held whole at the same time; beyond this clients wait. One message of the largest size fits. */
const HELD_REQUEST_BYTES = 256 * 1024 * 1024
/** For a call that was to be held and may pass after all: it has no upstream deadline of its own. */
const LONGEST_PASS_MS = 10 * 60_000
const END_STREAM = http2.constants.NGHTTP2_FLAG_END_STREAM

/** A gRPC call as it arrived. */
type Arrival = {
  readonly stream: ServerHttp2Stream
  readonly headers: IncomingHttpHeaders
  readonly flags: number
  readonly rawHeaders: string[] | undefined
  readonly method: string
  readonly entry: MethodEntry | undefined
  readonly meter: CallMeter
}

/** The gRPC side of one cluster's endpoint. */
export class Endpoint {
  readonly cluster: GatewayCluster
  readonly rawWrites = new RawWrites()
  readonly meter = new EndpointMeter()
  readonly pool: UpstreamPool
  #use: EndpointUse = { calls: 0, writes: 0, loads: 0 }
  readonly #log: Logger
  readonly #budget = new ByteBudget(HELD_REQUEST_BYTES)
  readonly #underWay = new Set<Terminate>()

  constructor(cluster: GatewayCluster, log: Logger) {
    this.cluster = cluster
    this.#log = log
    this.pool = new UpstreamPool((error) => log.warn('no connection to the upstream', { cluster: cluster.id, error }))
  }

  /** Takes a call from the listener. Never throws. */
  accept(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, flags: number, rawHeaders?: string[]): void {
    // A stream without this listener would end the process when its client resets it.
    stream.on('error', ignore)
    if (headerOf(headers, 'content-type')?.startsWith('application/grpc') !== true) return rejectPlainHttp2(stream)
    const { tokenDigest } = this.cluster
    if (tokenDigest !== undefined && !presentsToken(headerOf(headers, 'authorization'), tokenDigest))
      return respondStatus(stream, GRPC.UNAUTHENTICATED, UNAUTHENTICATED_MESSAGE)
    const path = headers[':path'] ?? ''
    const entry = findMethod(path)
    const meter = this.meter.begin(entry?.class ?? 'unknown')
    stream.once('close', () => meter.end())
    const arrival = { stream, headers, flags, rawHeaders, method: methodName(path), entry, meter }
    try {
      this.#direct(arrival)
    } catch (error) {
      // One call that nobody foresaw must not end the process and all other calls with it.
      this.#log.error('a call failed inside the gateway', { cluster: this.cluster.id, method: arrival.method, error })
      meter.failed()
      respondStatus(stream, GRPC.INTERNAL, `${arrival.method} failed inside the gateway; its log says why.`)
    }
  }

  /** Since this process opened the endpoint. */
  get use(): EndpointUse {
    return { ...this.#use }
  }

  /** A call of a client came, by gRPC or REST. */
  noteCall(callClass: RuledClass): void {
    this.#use.calls++
    if (changesData(callClass)) this.#use.writes++
    if (callClass === 'load') this.#use.loads++
  }

  /** Answers the calls under way with UNAVAILABLE and closes the connections to the upstream. */
  shutDown(): void {
    for (const terminate of [...this.#underWay])
      terminate(GRPC.UNAVAILABLE, 'This endpoint is closing. Try again shortly.')
    this.pool.close(false)
  }

  #direct(arrival: Arrival): void {
    const { cluster } = this
    const { stream, method, entry } = arrival
    const callClass: RuledClass = entry?.class ?? 'unknown'
    this.noteCall(callClass)
    switch (rule(cluster.policy, callClass, cluster.interceptor)) {
      case 'refuse':
        arrival.meter.failed()
        return sendReply(stream, this.#refusal(method, entry))
      case 'wait':
        arrival.meter.failed()
        return respondStatus(stream, GRPC.UNAVAILABLE, waitReason(method, cluster.migrationId))
      case 'intercept':
        return this.#intercept(arrival, callClass)
      case 'pass':
        return this.#relay(arrival, callClass)
    }
  }

  #relay(arrival: Arrival, callClass: RuledClass): void {
    const { upstream } = this.cluster
    if (upstream === undefined) {
      arrival.meter.failed()
      return respondStatus(arrival.stream, GRPC.UNAVAILABLE, 'This cluster is not running at the moment. Try again shortly.')
    }
    const endRaw = isAwaited(callClass) ? this.rawWrites.begin() : undefined
    const terminate = relay({
      stream: arrival.stream,
      headers: arrival.headers,
      outgoing: this.#outgoing(arrival),
      bodiless: (arrival.flags & END_STREAM) !== 0,
      upstream,
      pool: this.pool,
      meter: arrival.meter,
      onEnd: (end) => {
        endRaw?.(end)
        this.#underWay.delete(terminate)
      },
    })
    this.#underWay.add(terminate)
  }

  #intercept(arrival: Arrival, callClass: RuledClass): void {
    const { cluster, pool } = this
    const { stream, headers, method, entry, meter } = arrival
    const terminate = intercept({
      stream,
      headers,
      outgoing: this.#outgoing(arrival),
      method,
      cluster,
      pool,
      budget: this.#budget,
      meter,
      handle: (call) => this.#handle(call, callClass, entry),
      onEnd: () => this.#underWay.delete(terminate),
    })
    this.#underWay.add(terminate)
  }

  /** Reading a large request takes time; what counts is the policy now. */
  async #handle(call: InterceptedCall, callClass: RuledClass, entry: MethodEntry | undefined): Promise<UnaryReply> {
    const { policy, interceptor, migrationId } = this.cluster
    switch (rule(policy, callClass, interceptor)) {
      case 'refuse':
        return this.#refusal(call.method, entry)
      case 'wait':
        return { kind: 'status', code: GRPC.UNAVAILABLE, details: waitReason(call.method, migrationId) }
      case 'pass':
        return this.#passHeld(call)
      case 'intercept':
        return this.#ask(interceptor!, call)
    }
  }

  async #passHeld(call: InterceptedCall): Promise<UnaryReply> {
    const endRaw = this.rawWrites.begin()
    const leftMs = call.deadlineAt === undefined ? LONGEST_PASS_MS : Math.max(1, call.deadlineAt - Date.now())
    const result = await call.forward(call.message, leftMs)
    endRaw(result.kind === 'status' && result.sent && !isServerStatus(result.code) ? 'unknown' : 'settled')
    return result
  }

  async #ask(interceptor: Interceptor, call: InterceptedCall): Promise<UnaryReply> {
    try {
      return await interceptor.handle(call)
    } catch (error) {
      this.#log.error('an interceptor failed', { cluster: this.cluster.id, method: call.method, error })
      throw error
    }
  }

  #refusal(method: string, entry: MethodEntry | undefined): UnaryReply {
    const { policy, migrationId } = this.cluster
    return refusalReply(entry?.reply ?? 'none', refusalReason(method, policy, migrationId))
  }

  #outgoing(arrival: Arrival): http2.OutgoingHttpHeaders {
    const outgoing = forwardHeaders(arrival.headers, arrival.rawHeaders)
    // The token is between the client and us: an embedded server has no use for it.
    if (this.cluster.tokenDigest !== undefined) delete outgoing.authorization
    return outgoing
  }
}

function ignore(): void {}

/** Codes that we make ourselves when no reply came. */
function isServerStatus(code: number): boolean {
  return code !== GRPC.DEADLINE_EXCEEDED && code !== GRPC.UNAVAILABLE && code !== GRPC.CANCELLED
}

function rejectPlainHttp2(stream: ServerHttp2Stream): void {
  stream.respond({ ':status': 415, 'content-type': 'text/plain' })
  stream.end('This endpoint speaks gRPC over HTTP/2 and REST over HTTP/1.1.\n')
  discardRest(stream)
}
