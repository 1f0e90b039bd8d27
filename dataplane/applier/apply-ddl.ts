// Performs journalled DDL on the target. Every case looks at what is there now, on the source and on the
// target, so that an entry may be performed again after a crash.
import type { EntryOf, IncarnationId } from '../journal/entry.ts'
import {
  createPartition,
  dropCollection,
  dropDatabase,
  dropPartition,
  findCollection,
  listDatabases,
  listPartitions,
  truncateCollection,
} from '../milvus/catalog.ts'
import { canTruncate } from '../milvus/engines.ts'
import { makeReadable, mirrorCollection, mirrorDatabase } from '../milvus/mirror.ts'
import type { IndexPlan } from '../milvus/mirror-indexes.ts'
import type { Engine } from '../../lib/contracts/control-api.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import type { MilvusServer } from '../milvus/server.ts'

export type DdlParts = {
  source: MilvusServer
  target: MilvusServer
  targetEngine: Engine
  indexes: IndexPlan
  readSource: <T>(id: IncarnationId, work: (shape: CollectionShape) => Promise<T>) => Promise<T | undefined>
  signal: AbortSignal
}

/** Performs a collection's or partition's DDL. */
export async function applyCollectionDdl(parts: DdlParts, entry: EntryOf<'ddl'>): Promise<void> {
  const { source, target } = parts
  const { operation, database, collection, partition } = entry.ddl
  const at = { database, name: collection }
  if (operation === 'drop-collection') return dropCollection(target, at)
  if (entry.incarnation === undefined) return
  await parts.readSource(entry.incarnation, async (shape) => {
    if (operation === 'create-collection') await make(parts, shape)
    else if (operation === 'index') await makeReadable(source, target, shape, parts.indexes, parts.signal)
    else if (operation === 'create-partition' && partition) await createPartition(target, shape, partition)
    else if (operation === 'drop-partition' && partition && (await findCollection(target, shape))) await dropPartition(target, shape, partition)
    else if (operation === 'truncate-collection') await empty(parts, shape)
  })
}

async function empty(parts: DdlParts, shape: CollectionShape): Promise<void> {
  if (canTruncate(parts.targetEngine)) return truncateCollection(parts.target, shape)
  await dropCollection(parts.target, shape)
  await make(parts, shape)
}

async function make(parts: DdlParts, shape: CollectionShape): Promise<void> {
  await mirrorCollection(parts.target, shape, shape.hasPartitionKey ? [] : await listPartitions(parts.source, shape))
  await makeReadable(parts.source, parts.target, shape, parts.indexes, parts.signal)
}

/** Performs a database's DDL; its collections' entries must be applied before. */
export async function applyDatabaseDdl(parts: DdlParts, entry: EntryOf<'ddl'>): Promise<void> {
  const onSource = (await listDatabases(parts.source)).includes(entry.ddl.database)
  if (entry.ddl.operation === 'create-database' && onSource) await mirrorDatabase(parts.source, parts.target, entry.ddl.database, parts.indexes.onRefused)
  if (entry.ddl.operation === 'drop-database' && !onSource) await dropDatabase(parts.target, entry.ddl.database)
}
