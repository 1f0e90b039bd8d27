// A small grpc-js server with one method for each shape of call, standing in for Milvus in the gateway's
// tests, and a client that sends raw bytes.
import * as grpc from '@grpc/grpc-js'

const bytes = (value: Buffer) => value
const UNLIMITED = { 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 }
const MILVUS = '/milvus.proto.milvus.MilvusService/'

function shape(path: string, requestStream: boolean, responseStream: boolean): grpc.MethodDefinition<Buffer, Buffer> {
  return {
    path,
    requestStream,
    responseStream,
    requestSerialize: bytes,
    requestDeserialize: bytes,
    responseSerialize: bytes,
    responseDeserialize: bytes,
  }
}

const METHODS = {
  echo: shape('/test.Echo/Echo', false, false),
  collect: shape('/test.Echo/Collect', true, false),
  repeat: shape('/test.Echo/Repeat', false, true),
  chat: shape('/test.Echo/Chat', true, true),
  fail: shape('/test.Echo/Fail', false, false),
  hang: shape('/test.Echo/Hang', false, false),
  insert: shape(MILVUS + 'Insert', false, false),
  query: shape(MILVUS + 'Query', false, false),
  rename: shape(MILVUS + 'RenameCollection', false, false),
}
export type EchoMethod = keyof typeof METHODS
export const pathOf = (method: EchoMethod) => METHODS[method].path

export type EchoServer = {
  readonly port: number
  /** Paths of the calls that arrived, in order. */
  readonly calls: string[]
  /** Messages that `repeat` has handed to its connection. */
  repeated(): number
  /** Metadata of the latest call. */
  metadata(): grpc.Metadata
  /** Resolves when a call of `hang` has been cancelled. */
  readonly cancelled: Promise<void>
  /** Resolves when a call of `hang` has arrived. */
  readonly hanging: Promise<void>
  stop(): void
}

/** Starts the server on a free loopback port. */
export async function startEchoServer(): Promise<EchoServer> {
  const server = new grpc.Server(UNLIMITED)
  const calls: string[] = []
  let latest = new grpc.Metadata()
  let repeated = 0
  let onCancelled = () => {}
  let onHanging = () => {}
  const cancelled = new Promise<void>((resolve) => (onCancelled = resolve))
  const hanging = new Promise<void>((resolve) => (onHanging = resolve))
  const note = (call: { metadata: grpc.Metadata; getPath(): string }) => {
    calls.push(call.getPath())
    latest = call.metadata
  }
  const echo: grpc.handleUnaryCall<Buffer, Buffer> = (call, callback) => {
    note(call)
    const initial = new grpc.Metadata()
    initial.set('from-upstream', 'yes')
    call.sendMetadata(initial)
    const trailers = new grpc.Metadata()
    trailers.set('cost', '7')
    trailers.set('proof-bin', Buffer.from([0, 255, 1]))
    callback(null, call.request, trailers)
  }
  server.addService(METHODS, {
    echo,
    insert: echo,
    query: echo,
    rename: echo,
    collect: ((call, callback) => {
      note(call)
      let size = 0
      call.on('data', (chunk: Buffer) => (size += chunk.length))
      call.on('end', () => callback(null, Buffer.from(String(size))))
    }) satisfies grpc.handleClientStreamingCall<Buffer, Buffer>,
    repeat: ((call) => {
      note(call)
      const [count, size] = call.request.toString().split('x').map(Number)
      let sent = 0
      const next = () => {
        while (sent < count!) {
          sent++
        repeated++
          if (!call.write(Buffer.alloc(size!, sent))) return void call.once('drain', next)
        }
        call.end()
      }
      next()
    }) satisfies grpc.handleServerStreamingCall<Buffer, Buffer>,
    chat: ((call) => {
      note(call)
      call.on('data', (chunk: Buffer) => call.write(Buffer.concat([Buffer.from('re: '), chunk])))
      call.on('end', () => call.end())
    }) satisfies grpc.handleBidiStreamingCall<Buffer, Buffer>,
    fail: ((call, callback) => {
      note(call)
      const metadata = new grpc.Metadata()
      metadata.set('why', 'test')
      callback({ code: grpc.status.FAILED_PRECONDITION, details: 'nö: 100%', metadata })
    }) satisfies grpc.handleUnaryCall<Buffer, Buffer>,
    hang: ((call) => {
      note(call)
      call.on('cancelled', onCancelled)
      onHanging()
    }) satisfies grpc.handleUnaryCall<Buffer, Buffer>,
  })
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, at) =>
      error === null ? resolve(at) : reject(error),
    ),
  )
  return { port, calls, repeated: () => repeated, metadata: () => latest, cancelled, hanging, stop: () => server.forceShutdown() }
}

/** What came back from a unary call. */
export type EchoReply = {
  error: grpc.ServiceError | null
  message: Buffer | undefined
  initial: grpc.Metadata | undefined
  status: grpc.StatusObject
}

/** A raw client of `port`. */
export class EchoClient {
  readonly client: grpc.Client

  constructor(port: number) {
    this.client = new grpc.Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), {
      ...UNLIMITED,
      // Otherwise clients of one test process would share a connection.
      'grpc.use_local_subchannel_pool': 1,
    })
  }

  /** A unary call; settles with its status, never rejects. */
  unary(path: string, message: Buffer, metadata = new grpc.Metadata(), options: grpc.CallOptions = {}): Promise<EchoReply> {
    return new Promise((resolve) => {
      const reply: Partial<EchoReply> = {}
      const call = this.client.makeUnaryRequest(path, bytes, bytes, message, metadata, options, (error, value) => {
        reply.error = error
        reply.message = value
      })
      call.on('metadata', (initial) => (reply.initial = initial))
      call.on('status', (status) => setImmediate(() => resolve({ ...reply, status } as EchoReply)))
    })
  }

  close(): void {
    this.client.close()
  }
}
