// A collection's counterpart on another server: database, schema, partitions, aliases, indexes, load state. Every
// step looks first, so that it can be repeated after a crash.
import {
  createAlias,
  createCollection,
  createDatabase,
  createPartition,
  databaseProperties,
  DEFAULT_PARTITION,
  listAliases,
  listPartitions,
  loadCollection,
  setDatabaseProperties,
} from './catalog.ts'
import { mirrorIndexes, type IndexPlan } from './mirror-indexes.ts'
import type { CollectionShape } from './schema.ts'
import { isRefusal, type MilvusServer } from './server.ts'

/** Properties that keep clients away from a database or name its server's own resources; the target has its own. */
const OWN_PROPERTIES = /^database\.(force\.deny\.|resource_groups$|replica\.number$)/

/** Gives the target the database with the source's properties. Those that it does not take are named to `onRefused`. */
export async function mirrorDatabase(source: MilvusServer, target: MilvusServer, database: string, onRefused: (sentence: string) => void): Promise<void> {
  const properties = Object.fromEntries(Object.entries(await databaseProperties(source, database)).filter(([key]) => !OWN_PROPERTIES.test(key)))
  await createDatabase(target, database)
  const present = await databaseProperties(target, database)
  const missing = Object.entries(properties).filter(([key, value]) => present[key] !== value)
  if (missing.length === 0) return
  try {
    await setDatabaseProperties(target, database, Object.fromEntries(missing))
  } catch (error) {
    if (!isRefusal(error)) throw error
    onRefused(`The target cluster did not take the properties ${missing.map(([key]) => key).join(', ')} of database "${database}": ${String(error.details.reason)}.`)
  }
}

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
