// Passes one REST request on to a server that speaks REST on its port, streaming both ways.
import http from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import https from 'node:https'
import type { CallEnd } from '../in-flight.ts'
import type { Upstream } from '../ports.ts'
import { CODE_UNAVAILABLE, failure, sendJson } from './json-reply.ts'

const OF_ONE_CONNECTION = new Set([
  'host',
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
])
const CONNECT_TIMEOUT_MS = 5_000

function forwardable(rawHeaders: string[]): string[] {
  const kept: string[] = []
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    if (!OF_ONE_CONNECTION.has(rawHeaders[i]!.toLowerCase())) kept.push(rawHeaders[i]!, rawHeaders[i + 1]!)
  }
  return kept
}

/** Relays the request; `onEnd` is called once, like a relayed gRPC call's. */
export function proxyRest(
  request: IncomingMessage,
  response: ServerResponse,
  upstream: Upstream,
  onEnd: (end: CallEnd) => void,
): void {
  const { host, port } = upstream
  const headers = [...forwardable(request.rawHeaders), 'Host', `${host}:${port}`, 'Connection', 'close']
  // A body without a length needs its framing again.
  if (request.headers['transfer-encoding'] !== undefined) headers.push('Transfer-Encoding', 'chunked')
  const outgoing = (upstream.tls ? https : http).request({
    host,
    port,
    method: request.method,
    path: request.url,
    headers: headers as unknown as http.OutgoingHttpHeaders,
    agent: false,
  })
  let connected = false
  const timer = setTimeout(() => outgoing.destroy(), CONNECT_TIMEOUT_MS)
  outgoing.once('socket', (socket) =>
    socket.once(upstream.tls ? 'secureConnect' : 'connect', () => {
      connected = true
      clearTimeout(timer)
    }),
  )
  outgoing.once('response', (incoming) => {
    response.writeHead(incoming.statusCode ?? 502, forwardable(incoming.rawHeaders))
    incoming.pipe(response)
    incoming.once('end', () => onEnd('settled'))
    incoming.once('error', () => response.destroy())
  })
  outgoing.on('error', () => {})
  outgoing.once('close', () => {
    clearTimeout(timer)
    onEnd(connected ? 'unknown' : 'settled')
    sendJson(response, failure(CODE_UNAVAILABLE, 'The cluster behind this endpoint does not answer. Try again shortly.', 503))
  })
  response.once('close', () => outgoing.destroy())
  request.pipe(outgoing)
}
