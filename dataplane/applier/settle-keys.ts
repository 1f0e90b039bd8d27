// Makes the target agree with the source for some keys: reads them from the source, writes what is there,
// deletes what is not. Repeating it is harmless.
import { ALL_PARTITIONS, type KeyScope } from '../journal/entry.ts'
import { crashPoint } from '../lifecycle/crash-point.ts'
import { sideBySide } from '../lifecycle/side-by-side.ts'
import { isPartitionMissing } from '../milvus/catalog.ts'
import type { Capabilities } from '../milvus/engines.ts'
import { deleteKeys, freshNow, insert, upsert, writeTargetOf, type Freshness } from '../milvus/entities.ts'
import { keyFromText, keyToText } from '../milvus/keys.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import type { CallOptions, MilvusServer } from '../milvus/server.ts'
import { inOnePartition } from './one-partition.ts'
import type { PresentPart, PresentState } from './present-state.ts'
import { readKeys } from './read-keys.ts'

export type Sides = {
  source: MilvusServer
  target: MilvusServer
  sourceCapabilities: Capabilities
  targetCapabilities: Capabilities
}

/** Partitions read at a time: their reads wait for the same tick of the server. */
const PARTITIONS_AT_A_TIME = 8

/**
 * Reads the keys from the source. Call it while DDL on the collection is held off. `partitions` are those of
 * the collection, `[undefined]` of a partition-key collection. Without `freshness` it is read as it is at that moment.
 */
export async function readPresent(
  sides: Sides,
  of: { shape: CollectionShape; partitions: readonly (string | undefined)[]; keys: ReadonlyMap<KeyScope, ReadonlySet<string>>; freshness?: Freshness | undefined },
  options: CallOptions = {},
): Promise<PresentState> {
  const { source, sourceCapabilities } = sides
  const found = new Map<string | undefined, PresentPart[]>()
  const freshness = of.freshness ?? (sourceCapabilities.ticks ? await freshNow(source) : undefined)
  await sideBySide(of.partitions, sourceCapabilities.ticks ? PARTITIONS_AT_A_TIME : 1, async (partition) => {
    const keys = keysFor(of.keys, partition).map((key) => keyFromText(key, of.shape.keyType))
    if (keys.length === 0) return
    try {
      const read = { shape: of.shape, keys, partitions: partition === undefined ? [] : [partition], freshness }
      const rows = await readKeys(source, sourceCapabilities, read, options)
      found.set(partition, rows.map((part) => ({ partition, ...part })))
    } catch (error) {
      // Dropped meanwhile: its own journal entry empties it on the target, so nothing is concluded here.
      if (partition === undefined || !isPartitionMissing(error)) throw error
    }
  })
  const parts = of.partitions.flatMap((partition) => found.get(partition) ?? [])
  const everywhere = of.partitions.length > 1 ? [...(of.keys.get(ALL_PARTITIONS) ?? [])].map((key) => keyFromText(key, of.shape.keyType)) : []
  return { parts: sourceCapabilities.globalKeys ? await inOnePartition(source, of.shape, parts, options) : parts, everywhere }
}

function keysFor(keys: ReadonlyMap<KeyScope, ReadonlySet<string>>, partition: string | undefined): string[] {
  if (partition === undefined) return [...new Set([...keys.values()].flatMap((set) => [...set]))]
  return [...new Set([...(keys.get(ALL_PARTITIONS) ?? []), ...(keys.get(partition) ?? [])])]
}

/** Writes the state to the target: one write a partition that has any of the keys, and one delete, or one a partition. */
export async function writePresent(sides: Sides, shape: CollectionShape, state: PresentState, options: CallOptions = {}): Promise<void> {
  const { target, targetCapabilities } = sides
  // In several partitions one delete of all that may have moved, or gone, costs less than one in each. And where a key is
  // unique in the collection an insert into one partition would hide the row in another and leave it there.
  if (state.everywhere.length > 0) {
    await deleteKeys(target, { shape, partition: '', keys: state.everywhere }, options)
    crashPoint('applier.after-delete')
  }
  const write = targetCapabilities.insertReplaces ? insert : upsert
  for (const { partition, rows } of state.parts) {
    if (rows.keys.length === 0) continue
    await write(target, writeTargetOf(shape, partition), rows, options)
    crashPoint('applier.after-write')
  }
  const cleared = new Set(state.everywhere.map(keyToText))
  for (const { partition, keys, rows } of state.parts) {
    const found = new Set(rows.keys.map(keyToText))
    const gone = keys.filter((key) => !found.has(keyToText(key)) && !cleared.has(keyToText(key)))
    if (gone.length === 0) continue
    await deleteKeys(target, { shape, partition: targetCapabilities.globalKeys ? '' : (partition ?? ''), keys: gone }, options)
    crashPoint('applier.after-delete')
  }
}
