// Request and reply headers on their way through: everything is kept but what belongs to one connection.
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http2'

// node:http2 refuses to send the connection headers; :authority and host name the gateway, not the upstream.
const OF_ONE_CONNECTION = new Set([
  ':authority',
  ':scheme',
  'host',
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
])

/** A copy of `headers` for the other side. `rawHeaders` restores metadata that came more than once. */
export function forwardHeaders(headers: IncomingHttpHeaders, rawHeaders: string[] | undefined): OutgoingHttpHeaders {
  const out: OutgoingHttpHeaders = {}
  let count = 0
  for (const name in headers) {
    count++
    if (!OF_ONE_CONNECTION.has(name)) out[name] = headers[name]
  }
  if (rawHeaders !== undefined && rawHeaders.length !== 2 * count) restoreRepeated(out, rawHeaders)
  return out
}

/** Node joins repeated headers to one value with commas; gRPC metadata may hold commas of its own. */
function restoreRepeated(out: OutgoingHttpHeaders, rawHeaders: string[]): void {
  const values = new Map<string, string[]>()
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] as string
    const list = values.get(name)
    if (list === undefined) values.set(name, [rawHeaders[i + 1] as string])
    else list.push(rawHeaders[i + 1] as string)
  }
  for (const [name, list] of values) {
    if (list.length > 1 && out[name] === list.join(', ')) out[name] = list
  }
}

/** One header as a string; undefined where it is absent. */
export function headerOf(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name]
  return Array.isArray(value) ? value[0] : value
}
