// What a delete by expression takes beside what a Query shows. Milvus keeps every version of a key that was inserted
// repeatedly; a filter also hits the versions that a Query does not show, and the delete then takes the whole key. The
// target holds only what was shown, so it cannot tell: the source is asked before the delete is forwarded.
import type { Expression } from '../journal/entry.ts'
import { isWhollyLoaded } from '../milvus/catalog.ts'
import { freshNow } from '../milvus/entities.ts'
import { hindranceOf } from '../milvus/hindrance.ts'
import { keyToText } from '../milvus/keys.ts'
import { matchingKeys } from '../milvus/matching-keys.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import { isRefusal, type CallOptions, type MilvusServer } from '../milvus/server.ts'

/** A delete of more keys is journalled by its expression; hidden versions among them are left to the verification. */
const MOST_KEYS = 100_000

const UNKNOWN: Hits = { keys: [], isAll: false }

/** `isAll`: nothing else will match, but for what is written meanwhile. What is not loaded is not seen, and may be loaded before the delete comes. */
export type Hits = { keys: string[]; isAll: boolean }

/**
 * Keys of which any version matches now, read Strong. None where they are too many, or where the source refuses the
 * expression: it will refuse the delete. Call it while releases are held off.
 */
export async function keysHit(source: MilvusServer, shape: CollectionShape, { expr, partition, templates }: Expression, options: CallOptions = {}): Promise<Hits> {
  const isAll = await isWhollyLoaded(source, shape)
  const freshness = await freshNow(source)
  const read = { shape, expr, freshness, partitions: partition ? [partition] : [], ...(templates && { templates: Buffer.from(templates, 'base64') }) }
  const keys = new Set<string>()
  try {
    for await (const page of matchingKeys(source, read, options)) {
      for (const key of page) keys.add(keyToText(key))
      if (keys.size > MOST_KEYS) return UNKNOWN
    }
  } catch (error) {
    // A server that has too much to do says nothing of the expression.
    if (isRefusal(error) && hindranceOf(error) === 'other') return UNKNOWN
    throw error
  }
  return { keys: [...keys], isAll }
}
