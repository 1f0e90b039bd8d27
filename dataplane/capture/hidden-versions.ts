// What a delete by expression takes beside what a Query shows. Milvus keeps every version of a key that was inserted
// repeatedly; a filter also hits the versions that a Query does not show, and the delete then takes the whole key. The
// target holds only what was shown, so it cannot tell: the source is asked before the delete is forwarded.
import type { Expression } from '../journal/entry.ts'
import { allocTimestamp, readRows, STRONG, type Freshness } from '../milvus/entities.ts'
import { hindranceOf } from '../milvus/hindrance.ts'
import { compareKeys, keyToText, literal, type Key } from '../milvus/keys.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import { isRefusal, type CallOptions, type MilvusServer } from '../milvus/server.ts'

const PAGE = 10_000
/** A delete of more keys is journalled by its expression alone; hidden versions among them are left to the verification. */
const MOST_KEYS = 100_000

/** Keys of which any version matches now, read Strong. None where the source refuses the expression: it will refuse the delete. */
export async function keysHit(source: MilvusServer, shape: CollectionShape, { expr: whole, partition, templates }: Expression, options: CallOptions = {}): Promise<string[]> {
  const read = { shape, columns: [shape.keyField], partitions: partition ? [partition] : [], limit: PAGE, ...(templates && { templates: Buffer.from(templates, 'base64') }) }
  const freshness = await ofNow(source)
  const keys = new Set<string>()
  let after: Key | undefined
  for (;;) {
    const expr = after === undefined ? whole : `(${whole}) and ${shape.keyField} > ${literal(after)}`
    const page = await readRows(source, { ...read, expr, freshness }, options).catch((error: unknown) => {
      // A server that has too much to do says nothing of the expression.
      if (isRefusal(error) && hindranceOf(error) === 'other') return undefined
      throw error
    })
    if (!page) return []
    for (const key of page.keys) {
      keys.add(keyToText(key))
      if (after === undefined || compareKeys(key, after) > 0) after = key
    }
    if (keys.size > MOST_KEYS) return []
    // A short page is not the last one: versions that are not shown take room in it.
    if (page.keys.length === 0) return [...keys]
  }
}

/** Everything acknowledged so far, for all pages: only the first waits for the server to get there. */
async function ofNow(server: MilvusServer): Promise<Freshness> {
  const tso = await allocTimestamp(server)
  return tso === undefined ? STRONG : { kind: 'at-least', tso }
}
