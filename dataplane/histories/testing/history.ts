// What a history is: collections with their first entities, clients with their commands, and what happens to the data
// plane meanwhile. Plain data without any server in it, so that fast-check can make it, shrink it and print it.

export type KeyKind = 'int64' | 'varchar' | 'auto'
export type Partitioning = 'none' | 'named' | 'key'

export type CollectionPlan = {
  key: KeyKind
  dynamic: boolean
  partitioning: Partitioning
  /** In a database of its own instead of `default`. */
  elsewhere: boolean
  /** False: a command of a client makes it, if at all. */
  exists: boolean
  loaded: boolean
  /** Entities beyond the keys that commands name; they make the copy take its time. */
  bulk: number
}

/** Which entities a delete by expression means. */
export type Where =
  | { by: 'bucket'; bucket: number }
  | { by: 'buckets'; buckets: number[] }
  | { by: 'from-key'; key: number }
  | { by: 'color'; color: string }
  | { by: 'everything' }

/** `collection`, `partition` and `keys` are numbers that the run takes modulo what there is, so that any of them fits. */
export type Command =
  | { do: 'insert'; collection: number; partition: number; keys: number[]; bucket: number; color: string | null }
  | { do: 'upsert'; collection: number; partition: number; keys: number[]; bucket: number; color: string | null }
  | { do: 'update'; collection: number; partition: number; keys: number[]; field: 'bucket' | 'note'; bucket: number }
  | { do: 'delete'; collection: number; partition: number | null; keys: number[] }
  | { do: 'delete-where'; collection: number; partition: number | null; where: Where }
  | { do: 'create' | 'drop' | 'recreate' | 'truncate' | 'load' | 'release' | 'flush'; collection: number }
  | { do: 'create-partition' | 'drop-partition'; collection: number; partition: number }
  | { do: 'create-database' | 'drop-database' }
  | { do: 'pause'; ms: number }

/** Commands of one client. It goes on to the next part when its own is done and the migration has come so far. */
export type Client = {
  /** The migration starts when half of the clients have done these. */
  before: Command[]
  copying: Command[]
  /** Not before the copy is done. The sync is stopped when half of the clients have done these. */
  syncing: Command[]
  stopping: Command[]
}

export const PARTS = ['before', 'copying', 'syncing', 'stopping'] as const
export type Part = (typeof PARTS)[number]

/** Ends the data plane (and embedded servers with it) and starts it again, `afterMs` into the part. */
export type Crash = { during: 'copying' | 'syncing' | 'stopping'; afterMs: number; how: 'kill' | 'restart' }

export type History = { collections: CollectionPlan[]; clients: Client[]; crash: Crash | null }

export const SIDE_DATABASE = 'side'
/** Names of partitions beside the default one. */
export const PARTITIONS = ['_default', 'left', 'right'] as const

export const collectionName = (at: number): string => `history_${at}`

/** Writes and other calls that the clients make, pauses not counted. */
export function sizeOf(history: History): number {
  return history.clients.reduce((sum, client) => sum + PARTS.reduce((inner, part) => inner + client[part].filter((one) => one.do !== 'pause').length, 0), 0)
}
