// A collection's counterpart on another server: database, schema, partitions, AUTOINDEX with the source's
// metric, load state. Every step looks first, so that it can be repeated after a crash.
import {
  createAlias,
  createCollection,
  createDatabase,
  createIndex,
  createPartition,
  DEFAULT_PARTITION,
  dropIndex,
  listAliases,
  listIndexes,
  listPartitions,
  loadCollection,
  releaseCollection,
} from './catalog.ts'
import type { CollectionShape, VectorField } from './schema.ts'
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

/** Where the source has no index on a vector field, the target still needs one to be read. */
const DEFAULT_METRICS: Record<number, string> = { 100: 'HAMMING', 104: 'IP' }
const DEFAULT_METRIC = 'COSINE'

/** The metric of each vector field of the source. */
export async function metricsOf(source: MilvusServer, shape: CollectionShape): Promise<Map<string, string>> {
  const indexes = await listIndexes(source, shape)
  return new Map(indexes.flatMap((index) => (index.params.metric_type ? [[index.field, index.params.metric_type] as const] : [])))
}

/** Gives every vector field of the target's collection an AUTOINDEX with the source's metric. */
export async function mirrorIndexes(target: MilvusServer, shape: CollectionShape, metrics: ReadonlyMap<string, string>): Promise<void> {
  const present = new Map((await listIndexes(target, shape)).map((index) => [index.field, index]))
  for (const field of shape.vectors) {
    const metric = metricFor(field, metrics)
    const index = present.get(field.name)
    if (index?.params.metric_type === metric || (index && !metrics.has(field.name))) continue
    if (index) {
      await releaseCollection(target, shape)
      await dropIndex(target, shape, index)
    }
    await createIndex(target, shape, { field: field.name, params: { index_type: 'AUTOINDEX', metric_type: metric } })
  }
}

function metricFor(field: VectorField, metrics: ReadonlyMap<string, string>): string {
  return metrics.get(field.name) ?? DEFAULT_METRICS[field.type] ?? DEFAULT_METRIC
}

/** Indexes and loads the target's collection, so that expressions and verification can read it. */
export async function makeReadable(source: MilvusServer, target: MilvusServer, shape: CollectionShape, signal?: AbortSignal): Promise<void> {
  await mirrorIndexes(target, shape, await metricsOf(source, shape))
  await loadCollection(target, shape, signal)
}
