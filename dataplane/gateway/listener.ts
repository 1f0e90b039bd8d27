// One TCP port that speaks gRPC (HTTP/2) and REST (HTTP/1.1): looks at a connection's first bytes and gives
// it to the right server. TLS belongs here, in front of the sniffing, once endpoints have certificates.
import http from 'node:http'
import http2 from 'node:http2'
import net from 'node:net'
import { AppError } from '../../lib/errors/app-error.ts'
import { SESSION_MEMORY_MB, SESSION_SETTINGS, widenConnection } from '../grpc/windows.ts'

/** An HTTP/2 connection begins with "PRI * HTTP/2.0"; no HTTP/1.1 method begins with these letters. */
const HTTP2_START = Buffer.from('PRI')
/** A connection that says nothing is dropped after this. */
const SILENCE_MS = 30_000
/** Calls that one client connection may have open; clients queue the rest themselves. */
const STREAMS_PER_CONNECTION = 1_000
const CLOSE_GRACE_MS = 1_000

/** Where and for whom to listen. */
export type ListenerOptions = {
  readonly host: string
  readonly port: number
  readonly onCall: (
    stream: http2.ServerHttp2Stream,
    headers: http2.IncomingHttpHeaders,
    flags: number,
    rawHeaders?: string[],
  ) => void
  readonly onRequest: http.RequestListener
}

/** An open port. */
export class Listener {
  readonly #options: ListenerOptions
  readonly #tcp = net.createServer({ noDelay: true }, (socket) => this.#sniff(socket))
  readonly #grpc = http2.createServer({
    settings: { ...SESSION_SETTINGS, maxConcurrentStreams: STREAMS_PER_CONNECTION },
    maxSessionMemory: SESSION_MEMORY_MB,
  })
  readonly #rest = http.createServer()
  readonly #sessions = new Set<http2.ServerHttp2Session>()
  readonly #sockets = new Set<net.Socket>()
  /** Connections that have not said yet what they speak. */
  readonly #silent = new Set<net.Socket>()

  constructor(options: ListenerOptions) {
    this.#options = options
    this.#grpc.on('session', (session) => this.#greet(session))
    this.#grpc.on('stream', options.onCall)
    this.#rest.on('request', options.onRequest)
    // Requests that break off while being read: the socket is gone, there is nobody to tell.
    this.#rest.on('clientError', (_error, socket) => socket.destroy())
  }

  /** Rejects with a readable error where the port cannot be had. */
  open(): Promise<void> {
    const { host, port } = this.#options
    return new Promise((resolve, reject) => {
      const onError = (cause: NodeJS.ErrnoException) => {
        const why = cause.code === 'EADDRINUSE' ? 'another program uses it' : cause.message
        const message = `Cannot listen on ${host}:${port}: ${why}. Free the port, then try again.`
        reject(new AppError('gateway.port_unavailable', message, { cause }))
      }
      this.#tcp.once('error', onError)
      this.#tcp.listen(port, host, () => {
        this.#tcp.off('error', onError)
        this.#tcp.on('error', () => {})
        resolve()
      })
    })
  }

  /** Stops listening; open connections have a moment to send their last replies. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#tcp.close(() => resolve()))
    for (const session of this.#sessions) session.close()
    for (const socket of this.#silent) socket.destroy()
    this.#rest.closeIdleConnections()
    const timer = setTimeout(() => {
      for (const socket of this.#sockets) socket.destroy()
    }, CLOSE_GRACE_MS)
    await closed
    clearTimeout(timer)
  }

  #greet(session: http2.ServerHttp2Session): void {
    this.#sessions.add(session)
    session.once('close', () => this.#sessions.delete(session))
    session.on('error', () => {})
    widenConnection(session)
  }

  #sniff(socket: net.Socket): void {
    this.#sockets.add(socket)
    this.#silent.add(socket)
    socket.once('close', () => {
      this.#sockets.delete(socket)
      this.#silent.delete(socket)
    })
    socket.on('error', () => {})
    socket.setTimeout(SILENCE_MS, () => socket.destroy())
    let seen: Buffer = Buffer.alloc(0)
    const onData = (chunk: Buffer) => {
      seen = seen.length === 0 ? chunk : Buffer.concat([seen, chunk])
      const isHttp2 = seen.subarray(0, HTTP2_START.length).equals(HTTP2_START)
      if (!isHttp2 && HTTP2_START.subarray(0, seen.length).equals(seen)) return
      this.#silent.delete(socket)
      socket.off('data', onData)
      socket.pause()
      socket.setTimeout(0)
      socket.removeAllListeners('timeout')
      socket.unshift(seen)
      const server = isHttp2 ? this.#grpc : this.#rest
      server.emit('connection', socket)
      if (!isHttp2) socket.resume()
    }
    socket.on('data', onData)
  }
}
