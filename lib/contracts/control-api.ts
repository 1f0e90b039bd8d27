// The control API: the one place where console and data plane meet. HTTP + JSON under /v1, bearer token.
// The console sends requests, the data plane answers with facts. Times are epoch milliseconds, durations
// milliseconds. No entity passes here: of the data only counts do, and in the samples of a verification the keys
// and field names of entities that differ. An error answers with `ApiError` and a 4xx or 5xx status.
import * as z from 'zod/mini'
import { INDEX_CHOICES } from '../migration/index-choice.ts'
import { AFTER_LIVES, POLICIES } from '../migration/policy.ts'
import { STAGES } from '../migration/stage.ts'

/** A cluster, migration or other id that may stand in a path. */
export const Id = z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{1,62}$/, 'lower-case letters, digits and hyphens'))

export const ApiError = z.object({
  error: z.object({
    /** Stable `area.what`, listed in lib/errors/catalogue.ts. */
    code: z.string(),
    /** What happened, to which thing, what to do. Safe to show. */
    message: z.string(),
  }),
})
export type ApiError = z.infer<typeof ApiError>

export const Engine = z.object({
  kind: z.enum(['lite', 'milvus']),
  /** As GetVersion says it, without prefix: `3.2.2`, `2.3.5`. */
  version: z.string(),
})
export type Engine = z.infer<typeof Engine>

/** PUT /v1/clusters/:id — creates the cluster or leaves it as it is; another spec under the same id is refused. */
export const ClusterSpec = z.discriminatedUnion('driver', [
  z.object({
    driver: z.literal('embedded'),
    /** What every client of this cluster must present. The data plane keeps only what it needs to compare. */
    token: z.string().check(z.minLength(8)),
  }),
  z.object({
    driver: z.literal('endpoint'),
    /** `host:port`, reachable from the data plane. */
    address: z.string().check(z.regex(/^[^\s:/]+:\d{1,5}$/, 'host:port')),
    /** `user:password` or an API key; empty where the server asks for none. */
    token: z.string(),
    tls: z._default(z.boolean(), false),
  }),
])
export type ClusterSpec = z.infer<typeof ClusterSpec>

export const CLUSTER_STATES = ['creating', 'running', 'unavailable', 'failed'] as const

export const ClusterFacts = z.object({
  id: Id,
  driver: z.enum(['embedded', 'endpoint']),
  state: z.enum(CLUSTER_STATES),
  /** Why it is not running, in words for the user. */
  reason: z.nullable(z.string()),
  /** Where applications connect, for example `http://127.0.0.1:19531`. Stays the same for the cluster's life. */
  endpoint: z.string(),
  engine: z.nullable(Engine),
  policy: z.enum(POLICIES),
  /** The migration that the policy comes from. */
  migrationId: z.nullable(Id),
  /** By the server's own statistics, counted once a minute at most; null before the first count. */
  entities: z._default(z.nullable(z.int()), null),
})
export type ClusterFacts = z.infer<typeof ClusterFacts>

/** GET /v1/clusters. What is measured of one, GET /v1/clusters/:id/metrics, is in cluster-metrics.ts. */
export const ClusterList = z.object({ clusters: z.array(ClusterFacts) })

/** POST /v1/probe — looks at an endpoint before it is registered. Always 200; `problem` says what is wrong. */
export const ProbeRequest = z.object({ address: z.string(), token: z.string(), tls: z._default(z.boolean(), false) })
export const ProbeResult = z.object({
  engine: z.nullable(Engine),
  problem: z.nullable(z.string()),
  /** In its default database; null where it could not be asked. */
  collections: z._default(z.nullable(z.int()), null),
})
export type ProbeResult = z.infer<typeof ProbeResult>

/** PUT /v1/clusters/:id/after-life — makes a retired source writable again, or read-only. */
export const AfterLifeRequest = z.object({ afterLife: z.enum(AFTER_LIVES) })

export const Finding = z.object({
  /** Stable name of the check, for example `auto-id`. */
  check: z.string(),
  severity: z.enum(['blocker', 'warning']),
  /** What was found, naming the database and collection. */
  message: z.string(),
  /** What to do about it. */
  remedy: z.string(),
})
export type Finding = z.infer<typeof Finding>

/** POST /v1/prechecks — `targetDriver` stands for a target that does not exist yet. */
export const PrecheckRequest = z.object({
  sourceId: Id,
  targetId: z.optional(Id),
  targetDriver: z.optional(z.enum(['embedded', 'endpoint'])),
})

/** What the source holds, in figures that advise on a target's size, and the names of what does not come along. */
export const SourceContents = z.object({
  /** Of the entities, by schema and counts: exact for vectors and numbers, a guess for texts, JSON and arrays. */
  bytes: z.number(),
  /** Entities by the dimensions that one of them has in all its vector fields together, as 32-bit floats. */
  vectors: z.array(z.object({ dimensions: z.number(), entities: z.int() })),
  /** Loaded collections: those that applications search now. */
  loaded: z.int(),
  users: z.array(z.string()),
  /** Empty where the target takes them over. */
  roles: z.array(z.string()),
  /** Collections whose entities expire. */
  expiring: z.array(z.object({ database: z.string(), name: z.string() })),
})
export type SourceContents = z.infer<typeof SourceContents>

export const PrecheckResult = z.object({
  findings: z.array(Finding),
  databases: z.int(),
  collections: z.int(),
  entities: z.int(),
  /** Null where the source could not be looked at. */
  contents: z._default(z.nullable(SourceContents), null),
})
export type PrecheckResult = z.infer<typeof PrecheckResult>

/** PUT /v1/migrations/:id — starts the migration; repeated with the same source and target it changes nothing. */
export const MigrationSpec = z.object({
  sourceId: Id,
  targetId: Id,
  /** A sync that nobody stops fails after this time. */
  syncLimitMs: z.optional(z.int().check(z.positive())),
  /** Indexes on the target: AUTOINDEX with the source's metric, or the source's own definitions. */
  indexes: z._default(z.enum(INDEX_CHOICES), 'auto'),
})
export type MigrationSpec = z.input<typeof MigrationSpec>

/** POST /v1/migrations/:id/stop — 202. Repeated while stopping it changes nothing. */
export const StopRequest = z.object({
  afterLife: z._default(z.enum(AFTER_LIVES), 'readonly'),
  /** The user has confirmed a lag over 10 s. Without it such a stop is refused. */
  acceptLag: z._default(z.boolean(), false),
  /** The user has confirmed to stop although the last verification has not found both sides the same. */
  acceptUnverified: z._default(z.boolean(), false),
})

/** POST /v1/migrations/:id/cancel — 202; no body. DELETE /v1/migrations/:id forgets an ended migration. */

export const COLLECTION_STATES = ['waiting', 'copying', 'copied', 'dropped'] as const

export const CollectionFacts = z.object({
  database: z.string(),
  name: z.string(),
  state: z.enum(COLLECTION_STATES),
  /** Entities on the source when its copy began; an estimate. */
  total: z.int(),
  copied: z.int(),
  ratePerS: z.number(),
})
export type CollectionFacts = z.infer<typeof CollectionFacts>

export const VERIFICATION_STATES = ['running', 'completed', 'failed', 'cancelled'] as const
export const DIFFERENCE_KINDS = ['missing', 'extra', 'different'] as const

/** How one collection compares. Counts are of entities. */
export const CollectionVerification = z.object({
  database: z.string(),
  name: z.string(),
  state: z.enum(['waiting', 'running', 'completed', 'failed', 'dropped']),
  /** By `count(*)`, taken at the end of the comparison; null before. Writes go on, so they may differ for a moment. */
  sourceCount: z.nullable(z.int()),
  targetCount: z.nullable(z.int()),
  /** Entities compared by value so far, of about `total`. */
  compared: z.int(),
  total: z.int(),
  /** On the source only, on the target only, on both with other values; after the lag had passed them. */
  missing: z.int(),
  extra: z.int(),
  different: z.int(),
  /** Changed each time it was looked at, so that nothing can be said of it yet. */
  unsettled: z.int(),
  /** Why it failed. */
  reason: z.nullable(z.string()),
})
export type CollectionVerification = z.infer<typeof CollectionVerification>

/** One comparison of both sides by value while writes go on. */
export const VerificationFacts = z.object({
  state: z.enum(VERIFICATION_STATES),
  /** `automatic`: begun by the migration itself once the target had caught up. */
  trigger: z.enum(['automatic', 'user']),
  startedAt: z.number(),
  endedAt: z.nullable(z.number()),
  /** Null until it has completed. `unsettled`: nothing differs for good, but some entities changed at every look. */
  verdict: z.nullable(z.enum(['identical', 'different', 'unsettled'])),
  compared: z.int(),
  total: z.int(),
  timeLeftMs: z.nullable(z.number()),
  /** Entities that differ: missing, extra and different ones. */
  differing: z.int(),
  /** Keys that the last re-sync has handed to the applier; null where there was none since. */
  resynced: z.nullable(z.int()),
  reason: z.nullable(z.string()),
  collections: z.array(CollectionVerification),
})
export type VerificationFacts = z.infer<typeof VerificationFacts>

/** One entity that differs, as a sample: where it is and in which fields, never its values. */
export const Difference = z.object({
  database: z.string(),
  collection: z.string(),
  /** Empty where partitions are no part of the key. */
  partition: z.string(),
  /** Decimal int64 or the VarChar itself. */
  key: z.string(),
  kind: z.enum(DIFFERENCE_KINDS),
  /** Names of the fields whose values differ; empty where one side has no such entity. */
  fields: z.array(z.string()),
})
export type Difference = z.infer<typeof Difference>

/**
 * GET /v1/migrations/:id/verification/report — the last verification with samples of what differs.
 * POST /v1/migrations/:id/verification — 202, begins one (while one runs it changes nothing).
 * DELETE /v1/migrations/:id/verification — 202, cancels a running one.
 * POST /v1/migrations/:id/verification/resync — 202, hands every differing key to the applier.
 * All answer with `MigrationFacts` but the report.
 */
export const VerificationReport = z.object({
  migrationId: Id,
  sourceId: Id,
  targetId: Id,
  verification: VerificationFacts,
  /** At most `MOST_SAMPLES`, the first ones found in each collection. */
  samples: z.array(Difference),
})
export type VerificationReport = z.infer<typeof VerificationReport>
export const MOST_SAMPLES = 1_000

export const MigrationFacts = z.object({
  id: Id,
  sourceId: Id,
  targetId: Id,
  stage: z.enum(STAGES),
  condition: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('running') }),
    /** Waiting for something that may pass by itself; `reason` says what and what to do. */
    z.object({ kind: z.literal('blocked'), reason: z.string() }),
  ]),
  servingSide: z.enum(['source', 'target']),
  startedAt: z.number(),
  syncStartedAt: z.nullable(z.number()),
  /** When syncing fails by itself unless it is stopped. */
  syncEndsAt: z.nullable(z.number()),
  stopRequestedAt: z.nullable(z.number()),
  endedAt: z.nullable(z.number()),
  failure: z.nullable(z.object({ code: z.string(), message: z.string() })),
  copy: z.object({
    total: z.int(),
    copied: z.int(),
    ratePerS: z.number(),
    /** Milliseconds; null while it cannot be told. */
    timeLeftMs: z.nullable(z.number()),
  }),
  collections: z.array(CollectionFacts),
  sync: z.object({
    /** Age of the oldest accepted write that is not applied yet; 0 when there is none. Null before syncing. */
    lagMs: z.nullable(z.number()),
    lagEntries: z.int(),
    acceptPerS: z.number(),
    applyPerS: z.number(),
    /** When the last heartbeat came through the whole pipeline. */
    heartbeatAt: z.nullable(z.number()),
  }),
  cutover: z.object({
    attempts: z.int(),
    /** How long writes were held by the try that switched. */
    heldMs: z.nullable(z.number()),
    /** Why the last try gave writes back to the source. */
    lastRefusal: z.nullable(z.string()),
  }),
  /** What did not come along or is to be done on the target, in sentences. */
  notes: z._default(z.array(z.string()), []),
  /**
   * Collections that were loaded on the source when the target took over, without those that the migration had loaded
   * for itself. Null before, and where it could not be told.
   */
  loadedOnSource: z._default(z.nullable(z.array(z.object({ database: z.string(), name: z.string() }))), null),
  /** The running or the last verification. Defaulted for facts that were stored before there was one. */
  verification: z._default(z.nullable(VerificationFacts), null),
})
export type MigrationFacts = z.infer<typeof MigrationFacts>

/** GET /v1/migrations */
export const MigrationList = z.object({ migrations: z.array(MigrationFacts) })

/** GET /v1/health */
export const Health = z.object({
  version: z.string(),
  startedAt: z.number(),
  /** Whether clusters can be made here, and if not, why. */
  embedded: z.object({ available: z.boolean(), reason: z.nullable(z.string()) }),
})
export type Health = z.infer<typeof Health>
