// What a cluster holds, counted now and then, so that its size is known without opening it. The figures are the
// server's own statistics: no entity is read for them.
import type { ContentsSample } from '../../lib/contracts/cluster-metrics.ts'
import { METRICS_KEPT_MS } from '../../lib/contracts/cluster-metrics.ts'
import { sideBySide } from '../lifecycle/side-by-side.ts'
import { estimateEntities, isLoaded, listCollections, listDatabases, type CollectionName } from '../milvus/catalog.ts'
import { isRefusal, type MilvusServer } from '../milvus/server.ts'

const COUNT_EVERY_MS = 60_000
/** A count that takes long is made less often: at most this share of the time goes to counting. */
const MOST_SHARE = 1 / 50
const ASKED_AT_A_TIME = 4

/** Counts collections, loaded ones and entities. Rejects where the server is away. */
export async function countContents(server: MilvusServer): Promise<Omit<ContentsSample, 'at'>> {
  const places: CollectionName[] = []
  for (const database of await listDatabases(server))
    for (const name of await listCollections(server, database)) places.push({ database, name })
  const found = { entities: 0, collections: 0, loaded: 0 }
  await sideBySide(places, ASKED_AT_A_TIME, async (at) => {
    try {
      const [entities, loaded] = await Promise.all([estimateEntities(server, at), isLoaded(server, at)])
      found.entities += entities
      found.collections++
      if (loaded) found.loaded++
    } catch (error) {
      // Dropped since it was listed.
      if (!isRefusal(error)) throw error
    }
  })
  return found
}

/** The counts of the last hour, and when the next one is due. */
export class Contents {
  readonly #now: () => number
  readonly #count: () => Promise<Omit<ContentsSample, 'at'>>
  #samples: ContentsSample[] = []
  #dueAt = 0
  #counting = false

  constructor(count: () => Promise<Omit<ContentsSample, 'at'>>, now: () => number = Date.now) {
    this.#count = count
    this.#now = now
  }

  /** As last counted; null before. */
  get entities(): number | null {
    return this.#samples.at(-1)?.entities ?? null
  }

  /** Oldest first. */
  samples(): ContentsSample[] {
    return [...this.#samples]
  }

  /** What the cluster holds has changed at once: the next count need not wait. */
  countSoon(): void {
    this.#dueAt = 0
  }

  /** Counts where that is due and not under way. A count that fails is made again when the next one is due. */
  async countIfDue(): Promise<void> {
    const begin = this.#now()
    if (this.#counting || begin < this.#dueAt) return
    this.#counting = true
    try {
      const found = await this.#count()
      const kept = this.#samples.filter(({ at }) => at > begin - METRICS_KEPT_MS)
      this.#samples = [...kept, { at: begin, ...found }]
    } catch {
      // The cluster's own state says that it is away.
    } finally {
      this.#counting = false
      this.#dueAt = begin + Math.max(COUNT_EVERY_MS, (this.#now() - begin) / MOST_SHARE)
    }
  }
}
