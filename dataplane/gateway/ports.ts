// What the gateway needs from the rest of the data plane, and what it gives. The gateway moves calls and
// applies policies; it knows nothing of migrations, journals or keys.
import type { EndpointSample } from '../../lib/contracts/cluster-metrics.ts'
import type { Policy } from '../../lib/migration/policy.ts'
import type { UnaryReply } from '../grpc/send-reply.ts'
import type { UnaryResult } from '../grpc/unary-call.ts'
import type { Upstream } from '../grpc/upstream-pool.ts'

export type { UnaryReply, Upstream }
/** What became of a forwarded call. */
export type ForwardResult = UnaryResult

/** A unary call that the gateway has read whole and hands to an interceptor instead of relaying. */
export interface InterceptedCall {
  readonly clusterId: string
  /** Bare name, for example `Insert`. */
  readonly method: string
  /** The request message: uncompressed, without the gRPC frame. */
  readonly message: Buffer
  /** The `dbname` metadata; empty where the client sent none. */
  readonly database: string
  /** When the client stops waiting (epoch ms); undefined without a deadline. */
  readonly deadlineAt: number | undefined
  /** Aborted when the client goes away or its deadline passes. */
  readonly signal: AbortSignal
  /**
   * Sends `message` to the upstream with the client's own metadata (authorization and identifier
   * included) and waits at most `timeoutMs`. The client going away does not cancel it: the caller decides.
   * Never rejects. `sent: false` means that nothing reached the upstream.
   */
  forward(message: Buffer, timeoutMs: number): Promise<ForwardResult>
}

/** Classes that an interceptor is asked about. */
export type CapturedClass = 'write' | 'ddl' | 'index' | 'load' | 'release'

/** Takes over some calls of a cluster. Must always settle; a rejection becomes gRPC INTERNAL. */
export interface Interceptor {
  /** Which intercepted classes it wants; others are relayed raw. Asked for each call, so keep it cheap. */
  wants(callClass: CapturedClass): boolean
  handle(call: InterceptedCall): Promise<UnaryReply>
}

/** A cluster as the gateway sees it. Every getter is read anew for each call, so a change is in force at once. */
export interface GatewayCluster {
  readonly id: string
  readonly port: number
  /** SHA-256 of the token that clients must present; undefined where the upstream authenticates by itself. */
  readonly tokenDigest: Buffer | undefined
  /** undefined while the server is down: calls are answered UNAVAILABLE, which SDKs retry. */
  readonly upstream: Upstream | undefined
  readonly engine: 'lite' | 'milvus'
  readonly policy: Policy
  /** Names the migration in refusals; undefined outside one. */
  readonly migrationId: string | undefined
  readonly interceptor: Interceptor | undefined
}

/** Calls that clients made at an endpoint; `writes`: those that may have changed data, `loads`: those that ask for something to be loaded. */
export type EndpointUse = { calls: number; writes: number; loads: number }

/** What the rest of the data plane may ask of the gateway. */
export interface Gateway {
  /** Opens the cluster's endpoint on its port. Rejects with a readable error when the port is taken. */
  open(cluster: GatewayCluster): Promise<void>
  /** Closes the endpoint; calls under way end with UNAVAILABLE. */
  close(clusterId: string): Promise<void>
  /**
   * Resolves when every write, DDL, index and release call that was relayed raw (not intercepted) and was under way
   * at the time of this call has ended. `lastUnknownAt` is the latest time (epoch ms) at which such a call
   * ended without a reply from the upstream, or undefined: those may still land.
   */
  drainRawWrites(clusterId: string): Promise<{ lastUnknownAt: number | undefined }>
  /** Calls at this endpoint since this process opened it. */
  useOf(clusterId: string): EndpointUse
  /** What passed this endpoint in the last hour, oldest first; empty while it is closed. */
  samplesOf(clusterId: string): EndpointSample[]
  /** Number of raw write-like calls under way. */
  rawWritesInFlight(clusterId: string): number
  stop(): Promise<void>
}
