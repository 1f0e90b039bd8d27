// Milvus counts a collection's time to live from the insertion of each entity, and on the target everything is inserted
// anew. Entities that expire on the source meanwhile are gone there without a write that could be replayed.
import type { CollectionShape } from '../milvus/schema.ts'
import { called, type Check } from './check.ts'

const TTL_PROPERTY = 'collection.ttl.seconds'
const DAY_S = 86_400
/** A migration may take days: what expires within that time is seen to differ. */
const SHORT_S = 7 * DAY_S

export const checkTtl: Check = ({ collections }) =>
  Promise.resolve(
    collections.flatMap(({ shape }) => {
      const seconds = timeToLive(shape)
      if (seconds === 0) return []
      const short = seconds < SHORT_S ? ' That is short: entities that expire on the source during the migration stay on the target, and a verification shows them there as extra.' : ''
      return [
        {
          check: 'ttl',
          severity: 'warning' as const,
          message: `${called(shape)} lets its entities expire after ${durationOf(seconds)}. On the target their age begins anew when they are copied.${short}`,
          remedy: 'If they must not live longer, delete by a time field of your own after the switch, or set a shorter time to live on the target for its first days.',
        },
      ]
    }),
  )

/** Seconds after which the entities of a collection expire; 0 where they do not. */
export function timeToLive(shape: CollectionShape): number {
  return Math.max(0, Number(shape.properties[TTL_PROPERTY] ?? 0)) || 0
}

function durationOf(seconds: number): string {
  if (seconds >= 2 * DAY_S) return `${Math.floor(seconds / DAY_S)} days`
  if (seconds >= 2 * 3_600) return `${Math.floor(seconds / 3_600)} hours`
  return `${seconds} seconds`
}
