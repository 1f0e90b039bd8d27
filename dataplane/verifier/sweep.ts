// Finds keys that one side has and the other has not. Used where an insert of unknown outcome left no keys:
// ids of an autoID collection that only the source knows.
import type { Capabilities } from '../milvus/engines.ts'
import { readRows } from '../milvus/entities.ts'
import { between, compareKeys, keyToText, type Key } from '../milvus/keys.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import type { MilvusServer } from '../milvus/server.ts'

const PAGE = 10_000

/** Keys of the collection in key order, a page at a time. */
export async function* keyPages(server: MilvusServer, capabilities: Capabilities, shape: CollectionShape): AsyncGenerator<Key[]> {
  const columns = [shape.keyField]
  if (capabilities.readByKeyList) {
    yield (await readRows(server, { shape, expr: '', columns })).keys.sort(compareKeys)
    return
  }
  for (let after: Key | undefined; ; ) {
    const { keys } = await readRows(server, { shape, expr: between(shape.keyField, after, undefined, shape.keyType), columns, limit: PAGE })
    if (keys.length === 0) return
    yield keys
    after = keys[keys.length - 1]
  }
}

/** Keys that are on one side only, as text. Both sides may be written to meanwhile: then more keys are named than differ. */
export async function unmatchedKeys(
  sides: { source: MilvusServer; target: MilvusServer; sourceCapabilities: Capabilities; targetCapabilities: Capabilities },
  shape: CollectionShape,
): Promise<string[]> {
  const onTarget = new Set<string>()
  for await (const keys of keyPages(sides.target, sides.targetCapabilities, shape)) for (const key of keys) onTarget.add(keyToText(key))
  const unmatched: string[] = []
  for await (const keys of keyPages(sides.source, sides.sourceCapabilities, shape))
    for (const key of keys) if (!onTarget.delete(keyToText(key))) unmatched.push(keyToText(key))
  return [...unmatched, ...onTarget]
}
