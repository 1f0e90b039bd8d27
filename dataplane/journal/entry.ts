// What the journal holds, version 1. It owns the entries' form; who writes them (capture) and what they
// mean on the target (applier) is elsewhere. A change of this form needs a new version and a reader for both.

export const JOURNAL_VERSION = 1

/** Position of an entry: its number from the beginning of the journal, 0 first. */
export type JournalOffset = number & { readonly __brand: 'JournalOffset' }

export const offset = (value: number): JournalOffset => value as JournalOffset

/** The gateway's own id of one life of a collection: a collection dropped and made anew has another. */
export type IncarnationId = number

/** A scope of keys: a partition name, or `*` where the write was not bound to one. */
export type KeyScope = string
export const ALL_PARTITIONS: KeyScope = '*'

/** Keys as text: decimal int64 or the VarChar itself, see keys.ts. */
export type KeysInScope = { scope: KeyScope; keys: string[] }

/** Template values and the like travel as base64. */
export type Expression = { expr: string; templates?: string; partition?: string }

export type Entry =
  /** A collection becomes known: read under `database`/`name` while the incarnation lives. */
  | { kind: 'incarnation'; at: number; id: IncarnationId; database: string; name: string }
  /** Before a write is forwarded. Keys are those the request names; `expr` for a delete by expression. */
  | { kind: 'intent'; at: number; incarnation: IncarnationId; write: KeysInScope; expr?: Expression }
  /**
   * What became of an intent. `done`: applied on the source. `refused`: never forwarded, nothing to apply.
   * `unknown`: may still land, the intent stays open. `landed`: unknown before, can land no more.
   * `carried` are the neighbours of a delete by expression, which has no `expr` where another entry names what it hit.
   */
  | {
      kind: 'outcome'
      at: number
      incarnation: IncarnationId
      intent: JournalOffset
      how: 'done' | 'refused' | 'unknown' | 'landed'
      write: KeysInScope
      expr?: Expression
      carried?: KeysInScope[]
    }
  /** Before a DDL call is forwarded. */
  | { kind: 'ddl-intent'; at: number; ddl: Ddl }
  /** After it. `incarnation` is the new life that a create began, or the one that a drop ended. */
  | { kind: 'ddl'; at: number; intent: JournalOffset; ddl: Ddl; done: boolean; incarnation?: IncarnationId }
  /** Proves that the pipeline lives. */
  | { kind: 'heartbeat'; at: number }
  /** Everything accepted before the cutover stands before this entry. */
  | { kind: 'marker'; at: number; attempt: number }

export type Ddl = {
  operation:
    | 'create-collection'
    | 'drop-collection'
    | 'truncate-collection'
    | 'create-partition'
    | 'drop-partition'
    | 'create-database'
    | 'drop-database'
    | 'index'
  database: string
  /** Empty for database DDL. */
  collection: string
  /** Only for partition DDL. */
  partition?: string
}

export type EntryOf<K extends Entry['kind']> = Extract<Entry, { kind: K }>

/** True for DDL that concerns a whole database and therefore all its collections. */
export function isDatabaseDdl(operation: Ddl['operation']): boolean {
  return operation === 'create-database' || operation === 'drop-database'
}
