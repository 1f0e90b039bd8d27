// Where a request comes from. Next hands on only what stands in headers, and those of a client are its own claim. So the
// address is noted in a header of ours as soon as Node has read the request, and overwrites what a client may have put there.
import diagnostics from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'
import { consoleConfig } from '../config/console.ts'

export const CLIENT_ADDRESS = 'x-client-address'

type Way = { socketAddress: string | undefined; forwardedFor: string | undefined; trustedProxies: number }

/**
 * The client's address: as many entries from the end of X-Forwarded-For as there are proxies to trust, the socket's where
 * there are none. Entries before those may be made up.
 */
export function clientAddress({ socketAddress, forwardedFor, trustedProxies }: Way): string {
  const noted = (forwardedFor ?? '').split(',').map((entry) => entry.trim()).filter((entry) => entry !== '')
  const way = [...noted, socketAddress ?? '']
  const address = way[Math.max(0, way.length - 1 - trustedProxies)] ?? ''
  return address.replace(/^::ffff:/, '').slice(0, 64) || 'unknown'
}

/** From now on every request of this process has its client's address in its headers. */
export function noteClientAddresses(): void {
  const trustedProxies = consoleConfig().TRUSTED_PROXIES
  diagnostics.subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage }
    const forwarded = request.headers['x-forwarded-for']
    const forwardedFor = Array.isArray(forwarded) ? forwarded.join(',') : forwarded
    request.headers[CLIENT_ADDRESS] = clientAddress({ socketAddress: request.socket.remoteAddress, forwardedFor, trustedProxies })
  })
}

/** Who asks, as a session keeps it. */
export type Visitor = { address: string; browser: string }

export function visitorOf(headers: Pick<Headers, 'get'>): Visitor {
  return { address: headers.get(CLIENT_ADDRESS) ?? 'unknown', browser: (headers.get('user-agent') ?? '').slice(0, 300) }
}
