// What the browser gets of the collections of a cluster, read from the cluster itself through its endpoint, and of
// the entities that a person asked to see. No entity's value is a number here: an int64 has more digits than one keeps.
import * as z from 'zod/mini'

export const LOAD_STATES = ['not_loaded', 'loading', 'loaded'] as const

const Index = z.object({ field: z.string(), type: z.string(), metric: z.nullable(z.string()) })

export const Collection = z.object({
  database: z.string(),
  name: z.string(),
  /** Counted while it is loaded, else the server's own estimate; null where it gives none. */
  entities: z.nullable(z.int()),
  loadState: z.enum(LOAD_STATES),
  /** 0–100 while loading. */
  loadProgress: z.nullable(z.number()),
  fields: z.array(z.object({ name: z.string(), type: z.string(), primaryKey: z.boolean() })),
  indexes: z.array(Index),
  aliases: z.array(z.string()),
  /** Why it cannot be loaded, for example a vector field without index; null when it can. */
  loadBlocked: z.nullable(z.string()),
})
export type Collection = z.infer<typeof Collection>

/** GET /api/clusters/:id/collections — the query is collection-list-query.ts. */
export const CollectionPage = z.object({
  databases: z.array(z.string()),
  /** The one that is shown. */
  database: z.string(),
  collections: z.array(Collection),
  /** How many match in this database, on all pages. */
  total: z.int(),
  page: z.int(),
  /** True while the database has no collection at all. */
  empty: z.boolean(),
  readAt: z.number(),
})
export type CollectionPage = z.infer<typeof CollectionPage>

const Pair = z.object({ key: z.string(), value: z.string() })

export const FieldDetail = z.object({
  name: z.string(),
  description: z.string(),
  type: z.string(),
  /** Of an array. */
  elementType: z.nullable(z.string()),
  primaryKey: z.boolean(),
  autoId: z.boolean(),
  nullable: z.boolean(),
  /** As written; null where there is none. */
  defaultValue: z.nullable(z.string()),
  partitionKey: z.boolean(),
  clusteringKey: z.boolean(),
  /** A function of the schema makes its values. */
  functionOutput: z.boolean(),
  /** Dimension, lengths, analyzer and whatever else the server tells. */
  params: z.array(Pair),
})
export type FieldDetail = z.infer<typeof FieldDetail>

/** GET /api/clusters/:id/collections/detail?database=&name= */
export const CollectionDetail = z.object({
  database: z.string(),
  name: z.string(),
  description: z.string(),
  createdAt: z.nullable(z.number()),
  aliases: z.array(z.string()),
  dynamicFields: z.boolean(),
  consistency: z.string(),
  shards: z.int(),
  fields: z.array(FieldDetail),
  functions: z.array(z.object({ name: z.string(), type: z.string(), inputs: z.array(z.string()), outputs: z.array(z.string()), params: z.array(Pair) })),
  indexes: z.array(z.object({ name: z.string(), field: z.string(), state: z.string(), params: z.array(Pair) })),
  /** At most `PARTITIONS_SHOWN`; `entities` is the server's own estimate. */
  partitions: z.array(z.object({ name: z.string(), entities: z.nullable(z.int()) })),
  partitionCount: z.int(),
  properties: z.array(Pair),
  loadState: z.enum(LOAD_STATES),
})
export type CollectionDetail = z.infer<typeof CollectionDetail>
export const PARTITIONS_SHOWN = 100

/** A value as text: the digits of an integer, the text of JSON as it is stored. Null where there is no value. */
export const Cell = z.nullable(z.object({ text: z.string(), cut: z.boolean() }))
export type Cell = z.infer<typeof Cell>

export const COLUMN_KINDS = ['key', 'vector', 'json', 'plain'] as const
export const Column = z.object({ name: z.string(), type: z.string(), kind: z.enum(COLUMN_KINDS) })
export type Column = z.infer<typeof Column>

export type Row = { key: string; cells: Cell[]; score: string | null }
/** What queryCollection and searchCollection answer. */
export type RowSet = { columns: Column[]; rows: Row[]; tookMs: number }

export const ROW_MARKS = ['same', 'different', 'source_only', 'target_only'] as const
export type RowMark = (typeof ROW_MARKS)[number]

/** One key on both sides. A side that has no such entity has null. */
export type ComparedRow = { key: string; mark: RowMark; source: Cell[] | null; target: Cell[] | null; differing: string[] }
/** What compareCollection answers. */
export type ComparedRows = { columns: Column[]; rows: ComparedRow[]; sourceName: string; targetName: string; tookMs: number }

/** What readEntity answers: every field in full. */
export type WholeEntity = { columns: Column[]; cells: Cell[] }

/** What a Load or Release of several collections did, one entry each. */
export type LoadOutcome = { database: string; name: string; error: string | null }

/** What readLoadStates answers, one entry each. */
export type LoadStateOf = { database: string; name: string; state: (typeof LOAD_STATES)[number]; progress: number }

/** GET /api/clusters/:id/loaded-on-source — what was loaded on the source of the migration that made this cluster. */
export const LoadedOnSource = z.object({
  /** Null where there was no such migration, or it does not know. */
  collections: z.nullable(z.array(z.object({ database: z.string(), name: z.string() }))),
  /** The source, while it exists: both sides can be compared. */
  source: z.nullable(z.object({ id: z.string(), name: z.string() })),
})
export type LoadedOnSource = z.infer<typeof LoadedOnSource>
