// Makes the target agree with the source for some keys: reads them from the source, writes what is there,
// deletes what is not. Repeating it is harmless.
import { ALL_PARTITIONS, type KeyScope } from '../journal/entry.ts'
import { crashPoint } from '../lifecycle/crash-point.ts'
import { isPartitionMissing } from '../milvus/catalog.ts'
import type { Capabilities } from '../milvus/engines.ts'
import { deleteKeys, insert, upsert, writeTargetOf } from '../milvus/entities.ts'
import { keyFromText, keyToText, type Key } from '../milvus/keys.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import type { CallOptions, MilvusServer } from '../milvus/server.ts'
import { inOnePartition } from './one-partition.ts'
import type { PresentState } from './present-state.ts'
import { readKeys } from './read-keys.ts'

export type Sides = {
  source: MilvusServer
  target: MilvusServer
  sourceCapabilities: Capabilities
  targetCapabilities: Capabilities
}

/**
 * Reads the keys from the source. Call it while DDL on the collection is held off. `partitions` are those of
 * the collection, `[undefined]` of a partition-key collection.
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
      const read = { shape: of.shape, keys, partitions: partition === undefined ? [] : [partition] }
      for (const part of await readKeys(sides.source, sides.sourceCapabilities, read, options)) state.push({ partition, ...part })
    } catch (error) {
      // Dropped meanwhile: its own journal entry empties it on the target, so nothing is concluded here.
      if (partition === undefined || !isPartitionMissing(error)) throw error
    }
  }
  return sides.sourceCapabilities.globalKeys ? inOnePartition(sides.source, of.shape, state, options) : state
}

function keysFor(keys: ReadonlyMap<KeyScope, ReadonlySet<string>>, partition: string | undefined): string[] {
  if (partition === undefined) return [...new Set([...keys.values()].flatMap((set) => [...set]))]
  return [...new Set([...(keys.get(ALL_PARTITIONS) ?? []), ...(keys.get(partition) ?? [])])]
}

/** Writes the state to the target: at most one write and one delete a partition. */
export async function writePresent(sides: Sides, shape: CollectionShape, state: PresentState, options: CallOptions = {}): Promise<void> {
  const oneKeySpace = sides.targetCapabilities.globalKeys
  // Where a key is unique in the collection, an insert into one partition hides the row in another and leaves it
  // there; a delete afterwards would take both. So the delete comes first, and then it takes every key.
  const clearFirst = oneKeySpace && new Set(state.map(({ partition }) => partition)).size > 1
  if (clearFirst) await deleteKeys(sides.target, { shape, partition: '', keys: uniqueKeys(state) }, options)
  const write = sides.targetCapabilities.insertReplaces ? insert : upsert
  for (const { partition, rows } of state) {
    if (rows.keys.length === 0) continue
    await write(sides.target, writeTargetOf(shape, partition), rows, options)
    crashPoint('applier.after-write')
  }
  if (clearFirst) return
  for (const { partition, keys, rows } of state) {
    const found = new Set(rows.keys.map(keyToText))
    const gone = keys.filter((key) => !found.has(keyToText(key)))
    if (gone.length === 0) continue
    await deleteKeys(sides.target, { shape, partition: oneKeySpace ? '' : (partition ?? ''), keys: gone }, options)
    crashPoint('applier.after-delete')
  }
}

function uniqueKeys(state: PresentState): Key[] {
  const keys = new Map<string, Key>()
  for (const part of state) for (const key of part.keys) keys.set(keyToText(key), key)
  return [...keys.values()]
}
