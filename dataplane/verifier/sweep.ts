// Finds keys that one side has and the other has not, a page of each at a time. Used where a write of unknown outcome
// left no keys: ids of an autoID collection that only the source knows, or a truncate that may not have happened.
import { ahead } from '../lifecycle/ahead.ts'
import type { Capabilities } from '../milvus/engines.ts'
import { freshNow, readRows } from '../milvus/entities.ts'
import { between, compareKeys, keyToText, type Key } from '../milvus/keys.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import type { MilvusServer } from '../milvus/server.ts'

const PAGE = 10_000

type Sides = { source: MilvusServer; target: MilvusServer; sourceCapabilities: Capabilities; targetCapabilities: Capabilities }

/**
 * Keys that are on one side only, as text, in pieces of at most `most`. Both sides may be written to meanwhile: then
 * more keys are named than differ.
 */
export async function* unmatchedKeys(sides: Sides, shape: CollectionShape, most = PAGE): AsyncGenerator<string[]> {
  let piece: string[] = []
  for await (const key of merged(keysOf(sides.source, sides.sourceCapabilities, shape), keysOf(sides.target, sides.targetCapabilities, shape))) {
    piece.push(keyToText(key))
    if (piece.length < most) continue
    yield piece
    piece = []
  }
  if (piece.length > 0) yield piece
}

/** What is in one of two rising sequences only. */
async function* merged(a: AsyncGenerator<Key>, b: AsyncGenerator<Key>): AsyncGenerator<Key> {
  let [left, right] = await Promise.all([a.next(), b.next()])
  while (!left.done || !right.done) {
    const order = left.done ? 1 : right.done ? -1 : compareKeys(left.value, right.value)
    if (order < 0) yield left.value as Key
    if (order > 0) yield right.value as Key
    if (order <= 0) left = await a.next()
    if (order >= 0) right = await b.next()
  }
}

/** Keys of the collection in key order, each once: one that is in several partitions comes once too. */
async function* keysOf(server: MilvusServer, capabilities: Capabilities, shape: CollectionShape): AsyncGenerator<Key> {
  let last: Key | undefined
  for await (const keys of ahead(keyPages(server, capabilities, shape)))
    for (const key of keys) {
      if (key !== last) yield key
      last = key
    }
}

async function* keyPages(server: MilvusServer, capabilities: Capabilities, shape: CollectionShape): AsyncGenerator<Key[]> {
  const columns = [shape.keyField]
  const freshness = await freshNow(server)
  if (capabilities.readByKeyList) {
    yield (await readRows(server, { shape, expr: '', columns, freshness })).keys.sort(compareKeys)
    return
  }
  for (let after: Key | undefined; ; ) {
    const expr = between(shape.keyField, after, undefined, shape.keyType)
    const { keys } = await readRows(server, { shape, expr, columns, limit: PAGE, freshness })
    if (keys.length === 0) return
    yield keys
    after = keys[keys.length - 1]
  }
}
