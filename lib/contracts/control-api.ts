// The control API: the one place where console and data plane meet. HTTP + JSON under /v1, bearer token.
// The console sends requests, the data plane answers with facts. Times are epoch milliseconds, durations
// milliseconds. No entity passes here: of the data only counts do, and in the samples of a verification the keys
// and field names of entities that differ. An error answers with `ApiError` and a 4xx or 5xx status.
import { z } from 'zod'
import { INDEX_CHOICES } from '../migration/index-choice.ts'
import { AFTER_LIVES, POLICIES } from '../migration/policy.ts'
import { STAGES } from '../migration/stage.ts'

/** A cluster, migration or other id that may stand in a path. */
export const Id = z.string().regex(/^[a-z0-9][a-z0-9-]{1,62}$/, 'lower-case letters, digits and hyphens')

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
    token: z.string().min(8),
  }),
  z.object({
    driver: z.literal('endpoint'),
    /** `host:port`, reachable from the data plane. */
    address: z.string().regex(/^[^\s:/]+:\d{1,5}$/, 'host:port'),
    /** `user:password` or an API key; empty where the server asks for none. */
    token: z.string(),
    tls: z.boolean().default(false),
  }),
])
export type ClusterSpec = z.infer<typeof ClusterSpec>

export const CLUSTER_STATES = ['creating', 'running', 'unavailable', 'failed'] as const

export const ClusterFacts = z.object({
  id: Id,
  driver: z.enum(['embedded', 'endpoint']),
  state: z.enum(CLUSTER_STATES),
  /** Why it is not running, in words for the user. */
  reason: z.string().nullable(),
  /** Where applications connect, for example `http://127.0.0.1:19531`. Stays the same for the cluster's life. */
  endpoint: z.string(),
  engine: Engine.nullable(),
  policy: z.enum(POLICIES),
  /** The migration that the policy comes from. */
  migrationId: Id.nullable(),
})
export type ClusterFacts = z.infer<typeof ClusterFacts>

/** GET /v1/clusters */
export const ClusterList = z.object({ clusters: z.array(ClusterFacts) })

/** POST /v1/probe — looks at an endpoint before it is registered. Always 200; `problem` says what is wrong. */
export const ProbeRequest = z.object({ address: z.string(), token: z.string(), tls: z.boolean().default(false) })
export const ProbeResult = z.object({ engine: Engine.nullable(), problem: z.string().nullable() })

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
  targetId: Id.optional(),
  targetDriver: z.enum(['embedded', 'endpoint']).optional(),
})
export const PrecheckResult = z.object({
  findings: z.array(Finding),
  databases: z.number().int(),
  collections: z.number().int(),
  entities: z.number().int(),
})
export type PrecheckResult = z.infer<typeof PrecheckResult>

/** PUT /v1/migrations/:id — starts the migration; repeated with the same source and target it changes nothing. */
export const MigrationSpec = z.object({
  sourceId: Id,
  targetId: Id,
  /** A sync that nobody stops fails after this time. */
  syncLimitMs: z.number().int().positive().optional(),
  /** Indexes on the target: AUTOINDEX with the source's metric, or the source's own definitions. */
  indexes: z.enum(INDEX_CHOICES).default('auto'),
})
export type MigrationSpec = z.input<typeof MigrationSpec>

/** POST /v1/migrations/:id/stop — 202. Repeated while stopping it changes nothing. */
export const StopRequest = z.object({
  afterLife: z.enum(AFTER_LIVES).default('readonly'),
  /** The user has confirmed a lag over 10 s. Without it such a stop is refused. */
  acceptLag: z.boolean().default(false),
  /** The user has confirmed to stop although the last verification has not found both sides the same. */
  acceptUnverified: z.boolean().default(false),
})

/** POST /v1/migrations/:id/cancel — 202; no body. DELETE /v1/migrations/:id forgets an ended migration. */

export const COLLECTION_STATES = ['waiting', 'copying', 'copied', 'dropped'] as const

export const CollectionFacts = z.object({
  database: z.string(),
  name: z.string(),
  state: z.enum(COLLECTION_STATES),
  /** Entities on the source when its copy began; an estimate. */
  total: z.number().int(),
  copied: z.number().int(),
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
  sourceCount: z.number().int().nullable(),
  targetCount: z.number().int().nullable(),
  /** Entities compared by value so far, of about `total`. */
  compared: z.number().int(),
  total: z.number().int(),
  /** On the source only, on the target only, on both with other values; after the lag had passed them. */
  missing: z.number().int(),
  extra: z.number().int(),
  different: z.number().int(),
  /** Changed each time it was looked at, so that nothing can be said of it yet. */
  unsettled: z.number().int(),
  /** Why it failed. */
  reason: z.string().nullable(),
})
export type CollectionVerification = z.infer<typeof CollectionVerification>

/** One comparison of both sides by value while writes go on. */
export const VerificationFacts = z.object({
  state: z.enum(VERIFICATION_STATES),
  /** `automatic`: begun by the migration itself once the target had caught up. */
  trigger: z.enum(['automatic', 'user']),
  startedAt: z.number(),
  endedAt: z.number().nullable(),
  /** Null until it has completed. `unsettled`: nothing differs for good, but some entities changed at every look. */
  verdict: z.enum(['identical', 'different', 'unsettled']).nullable(),
  compared: z.number().int(),
  total: z.number().int(),
  timeLeftMs: z.number().nullable(),
  /** Entities that differ: missing, extra and different ones. */
  differing: z.number().int(),
  /** Keys that the last re-sync has handed to the applier; null where there was none since. */
  resynced: z.number().int().nullable(),
  reason: z.string().nullable(),
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
  syncStartedAt: z.number().nullable(),
  /** When syncing fails by itself unless it is stopped. */
  syncEndsAt: z.number().nullable(),
  stopRequestedAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  failure: z.object({ code: z.string(), message: z.string() }).nullable(),
  copy: z.object({
    total: z.number().int(),
    copied: z.number().int(),
    ratePerS: z.number(),
    /** Milliseconds; null while it cannot be told. */
    timeLeftMs: z.number().nullable(),
  }),
  collections: z.array(CollectionFacts),
  sync: z.object({
    /** Age of the oldest accepted write that is not applied yet; 0 when there is none. Null before syncing. */
    lagMs: z.number().nullable(),
    lagEntries: z.number().int(),
    acceptPerS: z.number(),
    applyPerS: z.number(),
    /** When the last heartbeat came through the whole pipeline. */
    heartbeatAt: z.number().nullable(),
  }),
  cutover: z.object({
    attempts: z.number().int(),
    /** How long writes were held by the try that switched. */
    heldMs: z.number().nullable(),
    /** Why the last try gave writes back to the source. */
    lastRefusal: z.string().nullable(),
  }),
  /** What did not come along or is to be done on the target, in sentences. */
  notes: z.array(z.string()).default([]),
  /** The running or the last verification. Defaulted for facts that were stored before there was one. */
  verification: VerificationFacts.nullable().default(null),
})
export type MigrationFacts = z.infer<typeof MigrationFacts>

/** GET /v1/migrations */
export const MigrationList = z.object({ migrations: z.array(MigrationFacts) })

/** GET /v1/health */
export const Health = z.object({
  version: z.string(),
  startedAt: z.number(),
  /** Whether clusters can be made here, and if not, why. */
  embedded: z.object({ available: z.boolean(), reason: z.string().nullable() }),
})
export type Health = z.infer<typeof Health>
