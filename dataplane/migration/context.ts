// What every stage of a migration works with.
import type { Engine } from '../../lib/contracts/control-api.ts'
import type { EndpointUse, Interceptor, UnaryReply } from '../gateway/ports.ts'
import type { Applier } from '../applier/applier.ts'
import type { Capture } from '../capture/capture.ts'
import type { Incarnations } from '../capture/incarnations.ts'
import type { OpenWrite, WriteLog } from '../capture/write-log.ts'
import type { OpenDdl } from '../capture/recovery.ts'
import type { IdSource } from '../capture/id-source.ts'
import type { Journal } from '../journal/journal.ts'
import type { RowImages } from '../journal/row-images.ts'
import type { Logger } from '../lifecycle/logger.ts'
import type { SharedLock } from '../lifecycle/shared-lock.ts'
import type { Capabilities } from '../milvus/engines.ts'
import type { IndexPlan } from '../milvus/mirror-indexes.ts'
import type { MilvusServer } from '../milvus/server.ts'
import type { CopyProgress } from './copy-progress.ts'
import type { MigrationRecord, MigrationStore } from './record.ts'
import type { SourceLoads } from './source-loads.ts'

/** One side of a migration, as the clusters' part gives it. */
export type Side = {
  id: string
  server: MilvusServer
  engine: Engine
  capabilities: Capabilities
  /** Calls of an earlier process of ours may still land on it for this long after our start; 0 where they cannot. */
  landAfterRestartMs: number
  /** Serialises writes that come through the gateway. */
  serial: SharedLock
  ids: IdSource
}

/** What a migration may ask of the clusters' part. */
export type ClusterAccess = {
  side(clusterId: string, signal: AbortSignal): Promise<Side>
  /** Puts policy and interceptor of both clusters in force, from the record, at once. */
  enforce(record: MigrationRecord, interceptor: Interceptor | undefined): void
  /** Writes into the clusters' own records what the ended migration means for them. */
  settle(record: MigrationRecord): Promise<void>
  drainRawWrites(clusterId: string): Promise<{ lastUnknownAt: number | undefined }>
  /** Calls that clients have made at the cluster's endpoint so far. */
  useOf(clusterId: string): EndpointUse
  refuse(method: string, why: string): UnaryReply
}

/** What a migration is made of. */
export type MigrationParts = { record: MigrationRecord; store: MigrationStore; clusters: ClusterAccess; segmentBytes: number; log: Logger }

export type Context = {
  record: MigrationRecord
  store: MigrationStore
  clusters: ClusterAccess
  source: Side
  target: Side
  journal: Journal
  incarnations: Incarnations
  writes: WriteLog
  images: RowImages
  capture: Capture
  loads: SourceLoads
  progress: CopyProgress
  /** Left over by an earlier process; closed once they can land no more. */
  recovered: { writes: OpenWrite[]; ddls: OpenDdl[]; resumed: boolean }
  applier: Applier | undefined
  /** Which indexes the target gets. */
  indexes: IndexPlan
  /** Why the migration waits, by what waits. */
  trouble: (what: string, reason: string | undefined) => void
  save: () => Promise<void>
  signal: AbortSignal
  log: Logger
}
