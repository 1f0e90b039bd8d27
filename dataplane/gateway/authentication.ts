// Whether a client presents the token of an embedded cluster, whose server asks for none itself. Compares
// digests in constant time; owns no token, stores none, logs none.
import { createHash, timingSafeEqual } from 'node:crypto'

/** What a client without the right token reads. */
export const UNAUTHENTICATED_MESSAGE =
  'The token of this cluster is missing or wrong. Pass the token shown under View Connection Details.'

/** The ways in which SDKs and REST clients write a token into `authorization`. */
function* candidates(header: string): Generator<string | Buffer> {
  const value = /^(?:bearer|basic)\s+/i.test(header) ? header.replace(/^\w+\s+/, '') : header
  yield value
  yield Buffer.from(value, 'base64')
}

/** True where the `authorization` header holds the token whose SHA-256 is `digest`. */
export function presentsToken(header: string | undefined, digest: Buffer): boolean {
  if (header === undefined || header.length > 8192) return false
  let found = false
  for (const candidate of candidates(header)) {
    if (timingSafeEqual(createHash('sha256').update(candidate).digest(), digest)) found = true
  }
  return found
}
