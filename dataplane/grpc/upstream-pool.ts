// HTTP/2 connections to one server, shared by all who call it. Owns opening, counting and dropping them; calls are the
// business of whoever asked for a lane.
import http2 from 'node:http2'
import type { ClientHttp2Session, ClientHttp2Stream, OutgoingHttpHeaders } from 'node:http2'
import { AppError } from '../../lib/errors/app-error.ts'
import { SESSION_MEMORY_MB, SESSION_SETTINGS, widenConnection } from './windows.ts'

const CONNECT_TIMEOUT_MS = 5_000
/** Streams a connection before its server's SETTINGS say otherwise. */
const STREAMS_UNTIL_SETTINGS = 100
/** Past this many connections calls queue inside the least busy one. */
const MAX_LANES = 32

/** A server to call. */
export type Upstream = { host: string; port: number; tls: boolean }

/** One connection and how busy it is. */
type Lane = { session: ClientHttp2Session; active: number; limit: number; connected: boolean }

/** A call that has been given to a connection. */
export type UpstreamRequest = {
  readonly stream: ClientHttp2Stream
  /** False as long as it is certain that nothing of the call reached the upstream. */
  mayHaveBeenSent(): boolean
  /** The whole connection ended, not just this call. */
  connectionLost(): boolean
}

/** The connections to one server at a time: another address ends those to the one before. */
export class UpstreamPool {
  #lanes: Lane[] = []
  #target = ''
  #troubled = false
  readonly #onTrouble: (error: Error) => void

  /** `onTrouble` hears of the first failed connection after a good one, not of each. */
  constructor(onTrouble: (error: Error) => void) {
    this.#onTrouble = onTrouble
  }

  /** Starts a call. Undefined where it cannot be started; nothing was sent then. */
  request(upstream: Upstream, headers: OutgoingHttpHeaders, endStream: boolean): UpstreamRequest | undefined {
    headers[':scheme'] = upstream.tls ? 'https' : 'http'
    const started = this.#start(upstream, headers, endStream)
    if (started === undefined) return undefined
    const { lane, stream } = started
    lane.active++
    stream.once('close', () => lane.active--)
    return {
      stream,
      mayHaveBeenSent: () =>
        lane.connected && !stream.pending && stream.rstCode !== http2.constants.NGHTTP2_REFUSED_STREAM,
      connectionLost: () => lane.session.closed || lane.session.destroyed,
    }
  }

  /** Ends the connections; calls under way get `grace` to end when it is true, else they are reset. */
  close(grace: boolean): void {
    const lanes = this.#lanes
    this.#lanes = []
    for (const lane of lanes) {
      if (grace) lane.session.close()
      else lane.session.destroy()
    }
  }

  #start(upstream: Upstream, headers: OutgoingHttpHeaders, endStream: boolean) {
    let lane: Lane | undefined
    try {
      lane = this.#acquire(upstream)
      return { lane, stream: lane.session.request(headers, { endStream }) }
    } catch {
      // The connection closed at this moment, or Node refuses the address or a header that the client sent.
      if (lane && (lane.session.closed || lane.session.destroyed)) this.#drop(lane)
      return undefined
    }
  }

  #acquire(upstream: Upstream): Lane {
    const target = `${upstream.tls ? 'https' : 'http'}://${hostInUrl(upstream.host)}:${upstream.port}`
    if (target !== this.#target) {
      this.close(true)
      this.#target = target
    }
    let least: Lane | undefined
    for (const lane of this.#lanes) {
      if (lane.active < lane.limit) return lane
      if (least === undefined || lane.active < least.active) least = lane
    }
    return least !== undefined && this.#lanes.length >= MAX_LANES ? least : this.#open(target)
  }

  #open(target: string): Lane {
    const session = http2.connect(target, { settings: SESSION_SETTINGS, maxSessionMemory: SESSION_MEMORY_MB })
    const lane: Lane = { session, active: 0, limit: STREAMS_UNTIL_SETTINGS, connected: false }
    const timer = setTimeout(() => {
      session.destroy(new AppError('cluster.unreachable', `No connection within ${CONNECT_TIMEOUT_MS} ms.`))
    }, CONNECT_TIMEOUT_MS)
    session.once('connect', (_session, socket) => {
      clearTimeout(timer)
      lane.connected = true
      this.#troubled = false
      // Finds a peer that vanished without a word; gRPC servers may punish HTTP/2 pings.
      if ('setKeepAlive' in socket) socket.setKeepAlive(true, 10_000)
      widenConnection(session)
    })
    session.on('remoteSettings', (settings) => (lane.limit = settings.maxConcurrentStreams ?? lane.limit))
    session.on('error', (error) => {
      this.#drop(lane)
      if (!lane.connected) this.#noteTrouble(error)
    })
    session.once('goaway', () => this.#drop(lane))
    session.once('close', () => {
      clearTimeout(timer)
      this.#drop(lane)
    })
    this.#lanes.push(lane)
    return lane
  }

  #noteTrouble(error: Error): void {
    if (this.#troubled) return
    this.#troubled = true
    this.#onTrouble(error)
  }

  #drop(lane: Lane): void {
    this.#lanes = this.#lanes.filter((other) => other !== lane)
  }
}

function hostInUrl(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}
