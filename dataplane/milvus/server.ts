// One Milvus server as the data plane calls it: raw unary calls over gRPC, replies checked for their
// Status. It knows nothing of collections (catalog.ts does) and never repeats a call by itself.
import { Client, credentials, Metadata, status as grpcStatus, type ServiceError } from '@grpc/grpc-js'
import { AppError } from '../../lib/errors/app-error.ts'
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
const MAX_MESSAGE = 256 * 1024 * 1024
const DEFAULT_TIMEOUT_MS = 30_000
const WINDOW = 8 * 1024 * 1024
const identity = (bytes: Buffer) => bytes

/** Replies that are a bare Status. */
const STATUS = 'common.Status'

export class MilvusServer {
  readonly label: string
  #at: ServerAddress
  #client: { address: string; client: Client } | undefined

  constructor(at: ServerAddress) {
    this.#at = at
    this.label = at.label
  }

  /**
   * Sends `request` and returns the reply's bytes, its Status unchecked.
   * @throws AppError `cluster.unreachable` where nothing was sent, `milvus.unknown_outcome` otherwise.
   */
  call(method: string, request: Buffer, options: CallOptions = {}): Promise<Buffer> {
    const client = this.#connect()
    const deadline = Date.now() + (options.timeoutMs ?? DEFAULT_TIMEOUT_MS)
    return new Promise((resolve, reject) => {
      if (options.signal?.aborted) return reject(options.signal.reason as Error)
      const call = client.makeUnaryRequest(
        SERVICE + method,
        identity,
        identity,
        request,
        this.#metadata(),
        { deadline },
        (error, reply) => {
          options.signal?.removeEventListener('abort', cancel)
          if (error) reject(this.#lost(method, error))
          else resolve(reply as Buffer)
        },
      )
      const cancel = () => call.cancel()
      options.signal?.addEventListener('abort', cancel, { once: true })
    })
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

  close(): void {
    this.#client?.client.close()
    this.#client = undefined
  }

  #connect(): Client {
    const address = this.#at.address()
    if (!address) throw new AppError('cluster.unreachable', `${this.label} is not running.`)
    if (this.#client?.address !== address) {
      this.#client?.client.close()
      const security = this.#at.tls ? credentials.createSsl() : credentials.createInsecure()
      const client = new Client(address, security, {
        'grpc.max_receive_message_length': MAX_MESSAGE,
        'grpc.max_send_message_length': MAX_MESSAGE,
        'grpc.use_local_subchannel_pool': 1,
        'grpc-node.flow_control_window': WINDOW,
        'grpc.initial_reconnect_backoff_ms': 200,
        'grpc.max_reconnect_backoff_ms': 2_000,
      })
      this.#client = { address, client }
    }
    return this.#client.client
  }

  #metadata(): Metadata {
    const metadata = new Metadata()
    if (this.#at.token) metadata.set('authorization', Buffer.from(this.#at.token).toString('base64'))
    return metadata
  }

  #lost(method: string, error: ServiceError): AppError {
    if (error.code === grpcStatus.UNAUTHENTICATED)
      return new AppError('cluster.unauthorized', `${this.label} does not accept the token.`)
    const never = error.code === grpcStatus.UNAVAILABLE && /No connection established|ECONNREFUSED|resolution/i.test(error.details)
    return never
      ? new AppError('cluster.unreachable', `${this.label} cannot be reached.`, { cause: error })
      : new AppError('milvus.unknown_outcome', `${this.label} did not answer ${method} (${grpcStatus[error.code]}).`, {
          cause: error,
          details: { grpcCode: error.code, reason: error.details },
        })
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
