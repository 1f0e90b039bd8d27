// Counts both sides while nothing is held: there may be thousands of collections, and one that a client made and did not load takes
// the source seconds to load before it can be counted.
import type { Applier } from '../applier/applier.ts'
import type { Incarnation } from '../capture/incarnations.ts'
import type { IncarnationId, JournalOffset } from '../journal/entry.ts'
import { describeError, type Logger } from '../lifecycle/logger.ts'
import { sideBySide } from '../lifecycle/side-by-side.ts'
import { nameOf } from '../milvus/catalog.ts'
import { compareCounts, countsAtOnce, type CountedSides } from '../verifier/compare-counts.ts'

export class CountsAhead {
  #sides: CountedSides
  #applier: Pick<Applier, 'appliedOffset' | 'isTouchedSince'>
  #log: Logger
  /** The collections whose counts agreed, with all entries below the offset applied. */
  #agreed = new Map<IncarnationId, JournalOffset>()

  constructor(sides: CountedSides, applier: Pick<Applier, 'appliedOffset' | 'isTouchedSince'>, log: Logger) {
    this.#sides = sides
    this.#applier = applier
    this.#log = log
  }

  /** Counts those of the collections that are not settled. One whose counts differ, or that cannot be counted now, is left unsettled. */
  async count(collections: readonly Incarnation[]): Promise<void> {
    // Every entry before it is applied; whatever is touched by one behind it is counted again.
    const since = this.#applier.appliedOffset
    const unsettled = collections.filter((one) => !this.isSettled(one))
    await sideBySide(unsettled, countsAtOnce(this.#sides), async ({ id, shape }) => {
      const differing = await compareCounts(this.#sides, [shape]).catch((error: unknown) => {
        // Dropped meanwhile, or a side is away: the count in the hold decides.
        this.#log.debug('a collection was not counted ahead', { collection: nameOf(shape), error: describeError(error) })
        return undefined
      })
      if (differing?.length === 0) this.#agreed.set(id, since)
    })
  }

  /** Its counts agreed, and no entry of the journal has touched it since: it need not be counted in the hold. */
  isSettled(one: Incarnation): boolean {
    const since = this.#agreed.get(one.id)
    return since !== undefined && !this.#applier.isTouchedSince(nameOf(one), since)
  }
}
