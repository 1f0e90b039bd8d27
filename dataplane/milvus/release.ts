// Releases many collections of a server that clients use. Milvus' proxy carries out one call after the other that concerns a
// collection as a whole, DescribeCollection among them, and a release takes a second of it: twelve at once kept a client that
// described a collection waiting for 12 s. A call that is given up leaves the proxy, and its release goes on: with 50 ms for each it
// waited for 0.1 s (measured on 2.3.5).
import { sideBySide } from '../lifecycle/side-by-side.ts'
import { isLoaded, releaseCollection, type CollectionName } from './catalog.ts'
import type { MilvusServer } from './server.ts'

/** Of the proxy's time for each collection, in one round after the other: whatever keeps it busy uses up turns as well. */
const TURNS_MS = [50, 100, 200, 400]
/** Milvus' proxy refuses more than 1,024 waiting calls of this kind. */
const MOST_WAITING = 1_000

/**
 * In a round all are asked for at once, so that a client's load that comes meanwhile is carried out later. Once `hasClientLoaded`
 * says that one came, nobody can tell any more whose what is loaded is, and it stays. What no round has released is asked for
 * without hurry. A collection that is gone or cannot be released is left.
 */
export async function releaseAll(server: MilvusServer, collections: readonly CollectionName[], hasClientLoaded: () => boolean): Promise<void> {
  let loaded = collections
  for (const turnMs of [...TURNS_MS, undefined]) {
    if (loaded.length === 0 || hasClientLoaded()) return
    const left: CollectionName[] = []
    const turns = loaded.map((at, n) => ({ at, timeoutMs: turnMs && ((n % MOST_WAITING) + 1) * turnMs }))
    await sideBySide(turns, MOST_WAITING, async ({ at, timeoutMs }) => {
      if (!(await isReleased(server, at, timeoutMs))) left.push(at)
    })
    loaded = left
  }
}

/** True where there is nothing more to do about it. */
async function isReleased(server: MilvusServer, at: CollectionName, timeoutMs: number | undefined): Promise<boolean> {
  try {
    await releaseCollection(server, at, { timeoutMs })
    return true
  } catch {
    // A call whose turn is over may also be answered with a refusal.
    return !(await isLoaded(server, at).catch(() => false))
  }
}
