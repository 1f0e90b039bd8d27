// Releases many collections of a server that clients use. Milvus' proxy carries out one call after the other that concerns a
// collection as a whole, DescribeCollection among them, and a release takes a second of it: twelve at once kept a client that
// described a collection waiting for 12 s. A call that is given up leaves the proxy, and its release goes on: 50 ms each made it
// 0.1 s or less between them (all measured on 2.3.5).
import { sideBySide } from '../lifecycle/side-by-side.ts'
import { isLoaded, releaseCollection, type CollectionName } from './catalog.ts'
import type { MilvusServer } from './server.ts'

/** Of the proxy's time, for each collection. */
const TURN_MS = 50
/** Milvus' proxy refuses more than 1,024 waiting calls of this kind. */
const MOST_WAITING = 1_000

/**
 * All are asked for at once, so that a client's load that comes later is carried out later. What its turn was too short for is
 * asked for again and waited for. A collection that is gone or cannot be released is left.
 */
export async function releaseAll(server: MilvusServer, collections: readonly CollectionName[]): Promise<void> {
  const turns = collections.map((at, n) => ({ at, timeoutMs: ((n % MOST_WAITING) + 1) * TURN_MS }))
  await sideBySide(turns, MOST_WAITING, async ({ at, timeoutMs }) => {
    const isAnswered = await releaseCollection(server, at, { timeoutMs }).then(() => true, () => false)
    if (isAnswered) return
    try {
      if (await isLoaded(server, at)) await releaseCollection(server, at)
    } catch {
      // Dropped meanwhile, or the server is away: nobody can tell.
    }
  })
}
