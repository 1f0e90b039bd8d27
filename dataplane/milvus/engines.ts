// What the engines can do and how they want to be used, as one table. The rest of the data plane asks it
// instead of asking which engine it talks to. Measurements behind the rows: docs/engines.md.
import type { Engine } from '../../lib/contracts/control-api.ts'
import type { SchemaFeature } from './schema.ts'

export type Capabilities = {
  /** Concurrent writers of one collection are not supported: writes are made one after the other. */
  serialWrites: boolean
  /** A primary key is unique in the collection, whatever the partition. */
  globalKeys: boolean
  /** Keeps every version of a key that is inserted repeatedly: a Query shows one of them, a filter hits them all. */
  hidesVersions: boolean
  /** Insert replaces the entity of the same key; Upsert would merge and keep fields that are gone. */
  insertReplaces: boolean
  /** A filtered Query scans the whole collection: keys are listed once, then read by `pk in [..]`. */
  readByKeyList: boolean
  /** Ids may be given for an autoID collection without any property. */
  acceptsAutoIds: boolean
  /** The reply of a delete names the keys. */
  deleteNamesKeys: boolean
  /** A flush is quick and makes counts and filters ten times faster (on Milvus it is slow and rationed). */
  cheapFlush: boolean
  /** Knows users, roles and grants. */
  hasRoles: boolean
  /** A collection can be loaded, and read, while a vector field of it has no index. */
  loadsWithoutIndex: boolean
  /** Column types it can hold (schema.DataType numbers). */
  dataTypes: ReadonlySet<number>
  schemaFeatures: ReadonlySet<SchemaFeature>
  /** Has a clock, and answers a Strong read with its next tick. */
  ticks: boolean
  /** Strong counts that are asked for at a time. Where there is a clock they all wait for the same tick, and cost next to nothing. */
  countsAtOnce: number
  /** Keys in one `pk in [..]`. */
  keysPerRead: number
  /**
   * Deadline of a write, in ms. Milvus gives up with its caller; Lite works on whatever the caller does, so there
   * a write is given up only when it must be hanging.
   */
  writeTimeoutMs: number
  /**
   * How long after a lost reply or a crash a call may still land, in ms. An embedded server answers or
   * dies with the data plane; a remote one may carry out a call up to its deadline, with some grace.
   */
  settleMs: number
}

const EVERY_FEATURE: ReadonlySet<SchemaFeature> = new Set(['nullable fields', 'default values', 'functions'])
const BASIC_TYPES = [1, 2, 3, 4, 5, 10, 11, 21, 22, 23, 101]

const LITE: Capabilities = {
  serialWrites: true,
  globalKeys: true,
  hidesVersions: false,
  insertReplaces: true,
  readByKeyList: true,
  acceptsAutoIds: true,
  deleteNamesKeys: true,
  cheapFlush: true,
  hasRoles: false,
  loadsWithoutIndex: true,
  dataTypes: new Set([...BASIC_TYPES, 24, 26, 104]),
  schemaFeatures: EVERY_FEATURE,
  ticks: false,
  countsAtOnce: 8,
  keysPerRead: 2_000,
  writeTimeoutMs: 600_000,
  settleMs: 3_000,
}

const MILVUS_2_3: Capabilities = {
  serialWrites: false,
  globalKeys: false,
  hidesVersions: true,
  insertReplaces: false,
  readByKeyList: false,
  acceptsAutoIds: false,
  deleteNamesKeys: false,
  cheapFlush: false,
  hasRoles: true,
  loadsWithoutIndex: false,
  dataTypes: new Set([...BASIC_TYPES, 100]),
  schemaFeatures: new Set(),
  ticks: true,
  countsAtOnce: 128,
  // Query answers at most 16,384 rows.
  keysPerRead: 10_000,
  writeTimeoutMs: 60_000,
  settleMs: 10_000,
}

const MILVUS_2_4: Capabilities = { ...MILVUS_2_3, dataTypes: new Set([...MILVUS_2_3.dataTypes, 102, 103, 104]) }
const MILVUS_2_5: Capabilities = { ...MILVUS_2_4, schemaFeatures: EVERY_FEATURE }
const MILVUS_2_6: Capabilities = { ...MILVUS_2_5, dataTypes: new Set([...MILVUS_2_5.dataTypes, 24, 105, 106, 200]) }
const MILVUS_3: Capabilities = { ...MILVUS_2_6, dataTypes: new Set([...MILVUS_2_6.dataTypes, 25, 26, 27, 28, 29, 30]) }

/** Oldest Milvus that has Upsert and databases over gRPC and is tested here. */
export const OLDEST_MILVUS = '2.3.0'
/** Older Milvus Lite drops rows while iterating. */
export const OLDEST_LITE = '3.2.1'

/** True where `version` (dotted numbers, any suffix) is at least `least`. */
export function isAtLeast(version: string, least: string): boolean {
  const a = numbersOf(version)
  const b = numbersOf(least)
  for (let i = 0; i < 3; i++) if ((a[i] ?? 0) !== (b[i] ?? 0)) return (a[i] ?? 0) > (b[i] ?? 0)
  return true
}

function numbersOf(version: string): number[] {
  return (/\d+(\.\d+)*/.exec(version)?.[0] ?? '').split('.').map(Number)
}

/** The engine behind a GetVersion answer: `milvus_lite-3.2.2`, `v2.3.5`, or `2.3.5-lite` of the PyPI build of Milvus itself. */
export function engineOf(version: string): Engine {
  const dotted = /\d+(\.\d+)+/.exec(version)?.[0] ?? version
  return { kind: /milvus[_-]lite/i.test(version) ? 'lite' : 'milvus', version: dotted }
}

export function isSupported(engine: Engine): boolean {
  return isAtLeast(engine.version, engine.kind === 'lite' ? OLDEST_LITE : OLDEST_MILVUS)
}

export function capabilitiesOf(engine: Engine): Capabilities {
  if (engine.kind === 'lite') return LITE
  if (isAtLeast(engine.version, '3.0.0')) return MILVUS_3
  if (isAtLeast(engine.version, '2.6.0')) return MILVUS_2_6
  if (isAtLeast(engine.version, '2.5.0')) return MILVUS_2_5
  return isAtLeast(engine.version, '2.4.0') ? MILVUS_2_4 : MILVUS_2_3
}

/** Truncate exists on Lite and on newer Milvus. */
export function canTruncate(engine: Engine): boolean {
  return engine.kind === 'lite' || isAtLeast(engine.version, '2.6.0')
}
