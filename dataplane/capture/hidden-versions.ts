// What a delete by expression takes beside what a Query shows. Milvus keeps every version of a key that was inserted
// repeatedly; a filter also hits the versions that a Query does not show, and the delete then takes the whole key. The
// target holds only what was shown, so it cannot tell: the source is asked before the delete is forwarded.
import type { Expression } from '../journal/entry.ts'
import { isWhollyLoaded } from '../milvus/catalog.ts'
import { freshNow, readRows } from '../milvus/entities.ts'
import { hindranceOf } from '../milvus/hindrance.ts'
import { compareKeys, keyToText, literal, type Key } from '../milvus/keys.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import { isRefusal, type CallOptions, type MilvusServer } from '../milvus/server.ts'

const PAGE = 10_000
/** A delete of more keys is journalled by its expression; hidden versions among them are left to the verification. */
const MOST_KEYS = 100_000

const UNKNOWN: Hits = { keys: [], isAll: false }

/** `isAll`: nothing else will match, but for what is written meanwhile. What is not loaded is not seen, and may be loaded before the delete comes. */
export type Hits = { keys: string[]; isAll: boolean }

/**
 * Keys of which any version matches now, read Strong. None where they are too many, or where the source refuses the
 * expression: it will refuse the delete. Call it while releases are held off.
 */
export async function keysHit(source: MilvusServer, shape: CollectionShape, { expr: whole, partition, templates }: Expression, options: CallOptions = {}): Promise<Hits> {
  const read = { shape, columns: [shape.keyField], partitions: partition ? [partition] : [], limit: PAGE, ...(templates && { templates: Buffer.from(templates, 'base64') }) }
  const isAll = await isWhollyLoaded(source, shape)
  const freshness = await freshNow(source)
  const keys = new Set<string>()
  let after: Key | undefined
  for (;;) {
    const expr = after === undefined ? whole : `(${whole}) and ${shape.keyField} > ${literal(after)}`
    const page = await readRows(source, { ...read, expr, freshness }, options).catch((error: unknown) => {
      // A server that has too much to do says nothing of the expression.
      if (isRefusal(error) && hindranceOf(error) === 'other') return undefined
      throw error
    })
    if (!page) return UNKNOWN
    for (const key of page.keys) {
      keys.add(keyToText(key))
      if (after === undefined || compareKeys(key, after) > 0) after = key
    }
    if (keys.size > MOST_KEYS) return UNKNOWN
    // A short page is not the last one: versions that are not shown take room in it.
    if (page.keys.length === 0) return { keys: [...keys], isAll }
  }
}
