// A collection's counterpart on another server: database, schema, partitions, aliases, indexes, load state. Every
// step looks first, so that it can be repeated after a crash.
import { createAlias, createCollection, createDatabase, createPartition, DEFAULT_PARTITION, listAliases, listPartitions, loadCollection } from './catalog.ts'
import { mirrorIndexes, type IndexPlan } from './mirror-indexes.ts'
import type { CollectionShape } from './schema.ts'
import type { MilvusServer } from './server.ts'

/** Creates the collection on `target` as `shape` says, with these partitions. */
export async function mirrorCollection(target: MilvusServer, shape: CollectionShape, partitions: readonly string[]): Promise<void> {
  await createDatabase(target, shape.database)
  await createCollection(target, shape)
  // A partition-key collection has partitions of its own making.
  if (shape.hasPartitionKey) return
  for (const partition of partitions) if (partition !== DEFAULT_PARTITION) await createPartition(target, shape, partition)
}

/** Gives the target's collection the source's aliases. Alias operations are refused during a migration, so they stay as they are. */
export async function mirrorAliases(source: MilvusServer, target: MilvusServer, shape: CollectionShape): Promise<void> {
  for (const alias of await listAliases(source, shape)) await createAlias(target, shape, alias)
}

/**
 * The partitions whose entities are read and written by name. Also a single one is named: a partition that is made
 * later must not be read along with it. `undefined` stands for a partition-key collection as a whole.
 */
export async function copiedPartitions(source: MilvusServer, shape: CollectionShape): Promise<(string | undefined)[]> {
  return shape.hasPartitionKey ? [undefined] : listPartitions(source, shape)
}

/** Indexes and loads the target's collection, so that expressions and verification can read it. */
export async function makeReadable(source: MilvusServer, target: MilvusServer, shape: CollectionShape, plan: IndexPlan, signal?: AbortSignal): Promise<void> {
  await mirrorIndexes(source, target, shape, plan)
  await loadCollection(target, shape, signal)
}
