// What a history may ask of a pair of engines. Kinds of writes that an engine does not have, and those that
// docs/guarantees.md excepts by name, are left out here and nowhere else.
import type { KeyKind, Partitioning } from './history.ts'

export const PAIRS = ['lite', 'milvus', 'across'] as const
export type Pair = (typeof PAIRS)[number]

export type Profile = {
  keys: readonly KeyKind[]
  partitionings: readonly Partitioning[]
  /** An upsert keeps what it does not name, and need not name all fields. */
  updates: boolean
  truncates: boolean
  flushes: boolean
  /** Insert of a key that is there replaces; elsewhere it would keep both, which is not guaranteed. */
  insertsReplace: boolean
  /** A key is unique in the collection, whatever the partition, on one of the two. */
  globalKeys: boolean
  /** A delete by expression meets everything that was acknowledged; Milvus 2.3.5 leaves what is still being loaded. */
  exactDeletes: boolean
  /** Most entities of `bulk`. */
  bulk: number
  /** Most commands of a client in each part. */
  commands: number
  /** A migration that takes longer is stuck. */
  limitMs: number
}

const LITE: Profile = {
  keys: ['int64', 'varchar', 'auto'],
  partitionings: ['none', 'named', 'key'],
  updates: true,
  truncates: true,
  flushes: true,
  insertsReplace: true,
  globalKeys: true,
  exactDeletes: true,
  bulk: 1_500,
  commands: 20,
  limitMs: 90_000,
}

const MILVUS: Profile = {
  keys: ['int64', 'varchar'],
  partitionings: ['none', 'named', 'key'],
  updates: false,
  truncates: false,
  flushes: false,
  insertsReplace: false,
  globalKeys: false,
  exactDeletes: false,
  bulk: 3_000,
  commands: 14,
  limitMs: 240_000,
}

export const PROFILES: Record<Pair, Profile> = {
  lite: LITE,
  milvus: MILVUS,
  // Ids that a Milvus source gave are kept by Lite; its named partitions are refused by the precheck.
  across: { ...MILVUS, keys: ['int64', 'varchar', 'auto'], partitionings: ['none', 'key'], globalKeys: true },
}
