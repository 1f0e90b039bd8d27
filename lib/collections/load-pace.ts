// Milvus takes twenty loads and releases a second for a cluster. Requests beyond that wait here for their turn.

const PER_SECOND = 20

type Clock = { now: () => number; sleep: (ms: number) => Promise<void> }
const REAL: Clock = { now: () => Date.now(), sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) }

/** A pace for each key. The returned function resolves when the next request of this key may go. */
export function createPace(perSecond = PER_SECOND, { now, sleep }: Clock = REAL): (key: string) => Promise<void> {
  const nextAt = new Map<string, number>()
  return async (key) => {
    const at = now()
    for (const [other, turn] of nextAt) if (turn < at) nextAt.delete(other)
    const turn = Math.max(at, nextAt.get(key) ?? 0)
    nextAt.set(key, turn + 1000 / perSecond)
    if (turn > at) await sleep(turn - at)
  }
}
