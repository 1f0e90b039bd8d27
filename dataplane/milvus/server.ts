// One Milvus server as the data plane calls it: raw unary calls over gRPC, replies checked for their
// Status. It knows nothing of collections (catalog.ts does) and never repeats a call by itself.
import { AppError } from '../../lib/errors/app-error.ts'
import { GRPC, grpcName } from '../grpc/status.ts'
import { callUnary } from '../grpc/unary-call.ts'
import { UpstreamPool, type Upstream } from '../grpc/upstream-pool.ts'
import { decode, encode, type Message } from './proto.ts'
import { statusOf, statusOfReply } from './status.ts'

export type ServerAddress = {
  /** `host:port`; undefined while the server is down. */
  address: () => string | undefined
  /** `user:password` or an API key; empty where none is asked for. */
  token: string
  tls: boolean
  /** How the server is called in messages. */
  label: string
}

export type CallOptions = { timeoutMs?: number; signal?: AbortSignal }

const SERVICE = '/milvus.proto.milvus.MilvusService/'
const DEFAULT_TIMEOUT_MS = 30_000
/** The brackets of an IPv6 address are not part of it. */
const HOST_AND_PORT = /^\[?(.+?)\]?:(\d+)$/

/** Replies that are a bare Status. */
const STATUS = 'common.Status'

export class MilvusServer {
  readonly label: string
  #at: ServerAddress
  readonly #headers: Readonly<Record<string, string>>
  // Each failed call says so itself.
  readonly #pool = new UpstreamPool(() => {})

  constructor(at: ServerAddress) {
    this.#at = at
    this.label = at.label
    this.#headers = {
      ':method': 'POST',
      'content-type': 'application/grpc',
      te: 'trailers',
      'user-agent': 'zero-downtime-migration',
      ...(at.token && { authorization: Buffer.from(at.token).toString('base64') }),
    }
  }

  /**
   * Sends `request`, whole or in parts, and returns the reply's bytes, its Status unchecked.
   * @throws AppError `cluster.unreachable` where nothing was sent, `milvus.unknown_outcome` otherwise.
   */
  async call(method: string, request: Buffer | readonly Buffer[], options: CallOptions = {}): Promise<Buffer> {
    options.signal?.throwIfAborted()
    const result = await callUnary({
      pool: this.#pool,
      upstream: this.#upstream(),
      headers: { ...this.#headers, ':path': SERVICE + method },
      message: request,
      timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
      signal: options.signal,
    })
    if (result.kind === 'message') return result.message
    throw this.#lost(method, result)
  }

  /**
   * Calls with small messages. `replyType` is a name of proto.ts; a reply whose Status is a failure is an
   * AppError `milvus.refused` with `details.code` and `details.reason`.
   */
  async ask(method: string, request: Message, replyType: string = STATUS, options: CallOptions = {}): Promise<Message> {
    const type = `${method}Request`
    const reply = await this.call(method, encode(REQUEST_TYPES[method] ?? type, request), options)
    this.check(method, replyType === STATUS ? statusOf(STATUS, reply) : statusOfReply(reply))
    return decode(replyType, reply)
  }

  /** Throws `milvus.refused` unless the status says success. */
  check(method: string, status: { ok: boolean; code: number; reason: string }): void {
    if (status.ok) return
    throw new AppError('milvus.refused', `${this.label} refused ${method}: ${status.reason || `code ${status.code}`}.`, {
      details: { method, code: status.code, reason: status.reason },
    })
  }

  /** Calls under way may end. */
  close(): void {
    this.#pool.close(true)
  }

  #upstream(): Upstream {
    const address = this.#at.address()
    if (!address) throw new AppError('cluster.unreachable', `${this.label} is not running.`)
    const [, host, port] = HOST_AND_PORT.exec(address) ?? []
    if (!host) throw new AppError('cluster.unreachable', `${this.label} cannot be reached: its address has the form host:port.`)
    return { host, port: Number(port), tls: this.#at.tls }
  }

  #lost(method: string, { code, details, sent }: { code: number; details: string; sent: boolean }): AppError {
    if (code === GRPC.UNAUTHENTICATED) return new AppError('cluster.unauthorized', `${this.label} does not accept the token.`)
    if (!sent) return new AppError('cluster.unreachable', `${this.label} cannot be reached.`)
    return new AppError('milvus.unknown_outcome', `${this.label} did not answer ${method} (${grpcName(code)}).`, { details: { grpcCode: code, reason: details } })
  }
}

/** Requests whose type is not named after the method. */
const REQUEST_TYPES: Record<string, string> = {
  Query: 'QueryRequest',
}

/** True where nobody can tell whether the call was carried out: also a refusal, which may be half done. */
export function isUnknownOutcome(error: unknown): boolean {
  return !(error instanceof AppError && error.code === 'cluster.unreachable')
}

/** True where the server said no, as opposed to not answering. */
export function isRefusal(error: unknown): error is AppError {
  return error instanceof AppError && error.code === 'milvus.refused'
}
