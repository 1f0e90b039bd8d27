// Makes the target agree with the source for some keys: reads them from the source, writes what is there,
// deletes what is not. Repeating it is harmless.
import { ALL_PARTITIONS, type KeyScope } from '../journal/entry.ts'
import { isPartitionMissing } from '../milvus/catalog.ts'
import type { Capabilities } from '../milvus/engines.ts'
import { deleteKeys, insert, readByKeys, upsert } from '../milvus/entities.ts'
import type { Rows } from '../milvus/field-data.ts'
import { keyFromText, keyToText, type Key } from '../milvus/keys.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import type { CallOptions, MilvusServer } from '../milvus/server.ts'

export type Sides = {
  source: MilvusServer
  target: MilvusServer
  sourceCapabilities: Capabilities
  targetCapabilities: Capabilities
}

/** What the source holds of the keys now, by partition (undefined: the collection has no partitions to tell apart). */
export type PresentState = { partition: string | undefined; keys: Key[]; rows: Rows }[]

/**
 * Reads the keys from the source. Call it while DDL on the collection is held off. `partitions` are those of
 * the collection, `[undefined]` where they are not told apart.
 */
export async function readPresent(
  sides: Sides,
  of: { shape: CollectionShape; partitions: readonly (string | undefined)[]; keys: ReadonlyMap<KeyScope, ReadonlySet<string>> },
  options: CallOptions = {},
): Promise<PresentState> {
  const state: PresentState = []
  for (const partition of of.partitions) {
    const keys = keysFor(of.keys, partition).map((key) => keyFromText(key, of.shape.keyType))
    if (keys.length === 0) continue
    try {
      const rows = await readByKeys(sides.source, { shape: of.shape, keys, partitions: partition === undefined ? [] : [partition] }, options)
      state.push({ partition, keys, rows })
    } catch (error) {
      // Dropped meanwhile: its own journal entry empties it on the target, so nothing is concluded here.
      if (partition === undefined || !isPartitionMissing(error)) throw error
    }
  }
  return state
}

function keysFor(keys: ReadonlyMap<KeyScope, ReadonlySet<string>>, partition: string | undefined): string[] {
  if (partition === undefined) return [...new Set([...keys.values()].flatMap((set) => [...set]))]
  return [...new Set([...(keys.get(ALL_PARTITIONS) ?? []), ...(keys.get(partition) ?? [])])]
}

/** Writes the state to the target: at most one write and one delete a partition. */
export async function writePresent(sides: Sides, shape: CollectionShape, state: PresentState, options: CallOptions = {}): Promise<void> {
  const write = sides.targetCapabilities.insertReplaces ? insert : upsert
  const foundAnywhere = new Set(state.flatMap(({ rows }) => rows.keys.map(keyToText)))
  const oneKeySpace = sides.targetCapabilities.globalKeys
  for (const { partition, rows } of state) {
    if (rows.keys.length === 0) continue
    const to = { database: shape.database, collection: shape.name, partition: partition ?? '' }
    await write(sides.target, to, rows, options)
  }
  if (oneKeySpace) {
    const gone = uniqueKeys(state).filter((key) => !foundAnywhere.has(keyToText(key)))
    if (gone.length > 0) await deleteKeys(sides.target, { shape, partition: '', keys: gone }, options)
    return
  }
  for (const { partition, keys, rows } of state) {
    const found = new Set(rows.keys.map(keyToText))
    const gone = keys.filter((key) => !found.has(keyToText(key)))
    if (gone.length > 0) await deleteKeys(sides.target, { shape, partition: partition ?? '', keys: gone }, options)
  }
}

function uniqueKeys(state: PresentState): Key[] {
  const keys = new Map<string, Key>()
  for (const part of state) for (const key of part.keys) keys.set(keyToText(key), key)
  return [...keys.values()]
}
