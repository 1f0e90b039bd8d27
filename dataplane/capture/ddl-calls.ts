// Which gateway calls change collections, partitions and databases, and how the journal names them.
import { isDatabaseDdl, type Ddl } from '../journal/entry.ts'
import { addressOf } from './decode-write.ts'

const OPERATIONS: Record<string, Ddl['operation']> = {
  CreateCollection: 'create-collection',
  DropCollection: 'drop-collection',
  TruncateCollection: 'truncate-collection',
  CreatePartition: 'create-partition',
  DropPartition: 'drop-partition',
  CreateDatabase: 'create-database',
  DropDatabase: 'drop-database',
  CreateIndex: 'index',
  DropIndex: 'index',
  AlterIndex: 'index',
}

/** The DDL that a call stands for, or undefined where the migration cannot carry it. */
export function ddlOf(method: string, message: Buffer, databaseHeader: string): Ddl | undefined {
  const operation = OPERATIONS[method]
  if (!operation) return undefined
  const to = addressOf(message, databaseHeader)
  if (isDatabaseDdl(operation)) return { operation, database: to.database, collection: '' }
  const ddl: Ddl = { operation, database: to.database, collection: to.collection }
  return operation === 'create-partition' || operation === 'drop-partition' ? { ...ddl, partition: to.partition } : ddl
}

/** What the source shows after a DDL call whose reply says nothing reliable. */
export type Sighting = { collection: boolean; database: boolean; partition: boolean }

/**
 * Whether the call was carried out, judged by what is there now. Indexes are applied by looking anyway. Nothing shows
 * whether a collection was truncated: it is taken for untouched, and what the sides do not share is settled later.
 */
export function wasCarriedOut(ddl: Ddl, seen: Sighting): boolean {
  switch (ddl.operation) {
    case 'create-collection':
      return seen.collection
    case 'drop-collection':
      return !seen.collection
    case 'create-partition':
      return seen.partition
    case 'drop-partition':
      return !seen.partition
    case 'create-database':
      return seen.database
    case 'drop-database':
      return !seen.database
    case 'truncate-collection':
      return false
    case 'index':
      return true
  }
}
