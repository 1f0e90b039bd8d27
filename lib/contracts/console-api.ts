// What the browser gets from the console: the replies of GET /api/…, parsed by lib/queries with the same
// schemas. Times are epoch milliseconds, durations milliseconds. What the browser sends is in
// console-requests.ts. Replies are written with zod/mini, since every page of the browser brings it along; requests
// with the whole zod, which forms fetch when they are sent.
import * as z from 'zod/mini'
import { INDEX_CHOICES } from '../migration/index-choice.ts'
import { AFTER_LIVES, POLICIES } from '../migration/policy.ts'
import { STAGES } from '../migration/stage.ts'
import { CU_TYPES, PLANS, PROVIDERS } from './cluster-catalogue.ts'
import { Engine, Finding, MigrationFacts, VerificationFacts } from './control-api.ts'

export const ORGANIZATION_ROLES = ['owner', 'billing_admin', 'member'] as const
export type OrganizationRole = (typeof ORGANIZATION_ROLES)[number]

export const PROJECT_ROLES = ['admin', 'read_write', 'read_only'] as const
export type ProjectRole = (typeof PROJECT_ROLES)[number]

/** What a person may do; the server checks each again, the pages only disable what is not in the list. */
export const PERMISSIONS = [
  'organization.members',
  'organization.activities',
  'organization.settings',
  'project.view',
  'project.create',
  'project.rename',
  'project.delete',
  'member.manage',
  'cluster.view',
  'cluster.create',
  'cluster.register',
  'cluster.rename',
  'cluster.delete',
  'cluster.token',
  'cluster.after_life',
  'collection.load',
  'collection.query',
  'migration.view',
  'migration.start',
  'migration.stop',
  'migration.cancel',
  'migration.verify',
] as const
export type Permission = (typeof PERMISSIONS)[number]
const Permissions = z.array(z.enum(PERMISSIONS))

/** GET /api/me — who is signed in. `permissions` are those that hold in the whole organization. */
export const Me = z.object({
  user: z.object({ id: z.string(), name: z.string(), email: z.string() }),
  organization: z.object({
    id: z.string(),
    name: z.string(),
    role: z.enum(ORGANIZATION_ROLES),
    permissions: Permissions,
  }),
})
export type Me = z.infer<typeof Me>

export const Project = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.number(),
  clusterCount: z.int(),
  activeMigrationCount: z.int(),
  /** Null for an organization owner who is no member of the project. */
  role: z.nullable(z.enum(PROJECT_ROLES)),
  permissions: Permissions,
})
export type Project = z.infer<typeof Project>

/** GET /api/projects */
export const ProjectList = z.object({ projects: z.array(Project) })

/**
 * What the user sees as the cluster's state. `locked` is the source of a migration: reads and writes go on,
 * it cannot be deleted. `migrating` and `syncing` are its target. `unavailable` is not reachable just now.
 */
export const CLUSTER_VIEW_STATES = [
  'creating',
  'running',
  'locked',
  'migrating',
  'syncing',
  'unavailable',
  'failed',
  'deleting',
] as const
export type ClusterViewState = (typeof CLUSTER_VIEW_STATES)[number]

export const MIGRATION_ROLES = ['source', 'target'] as const

export const Cluster = z.object({
  id: z.string(),
  projectId: z.string(),
  projectName: z.string(),
  name: z.string(),
  description: z.string(),
  driver: z.enum(['embedded', 'endpoint']),
  provider: z.nullable(z.enum(PROVIDERS)),
  regionId: z.nullable(z.string()),
  cuType: z.nullable(z.enum(CU_TYPES)),
  cuSize: z.nullable(z.int()),
  plan: z.enum(PLANS),
  state: z.enum(CLUSTER_VIEW_STATES),
  /** Why it is unavailable or failed, in words for the user. */
  stateReason: z.nullable(z.string()),
  /** Where applications connect; null until it is known. */
  endpoint: z.nullable(z.string()),
  engine: z.nullable(Engine),
  policy: z.nullable(z.enum(POLICIES)),
  /** By the server's own statistics, a minute old at most while it runs; null before the first count. */
  entities: z.nullable(z.int()),
  createdAt: z.number(),
  createdBy: z.string(),
  /** The newest migration that this cluster takes part in, ended or not. */
  migration: z.nullable(
    z.object({ id: z.string(), role: z.enum(MIGRATION_ROLES), stage: z.enum(STAGES), targetId: z.string() }),
  ),
})
export type Cluster = z.infer<typeof Cluster>

/** GET /api/clusters/:id */
export const ClusterDetail = z.object({
  cluster: Cluster,
  /** The address behind the endpoint of a registered cluster; null for others. */
  address: z.nullable(z.string()),
  /** Why it cannot be deleted now, for example because it is Locked; null when it can. */
  deleteBlocked: z.nullable(z.string()),
  permissions: Permissions,
})
export type ClusterDetail = z.infer<typeof ClusterDetail>

export const JOB_STATUSES = ['pending', 'in_progress', 'successful', 'failed', 'canceled'] as const
export type JobStatus = (typeof JOB_STATUSES)[number]

/** One end of a migration; it outlives its cluster. */
export const MigrationEnd = z.object({
  id: z.string(),
  name: z.string(),
  projectId: z.string(),
  state: z.nullable(z.enum(CLUSTER_VIEW_STATES)),
  endpoint: z.nullable(z.string()),
  policy: z.nullable(z.enum(POLICIES)),
  deleted: z.boolean(),
})
export type MigrationEnd = z.infer<typeof MigrationEnd>

/** What the running or last verification says, in short. */
export const VerificationSummary = z.pick(VerificationFacts, { state: true, verdict: true, differing: true, endedAt: true })
export type VerificationSummary = z.infer<typeof VerificationSummary>

export const Migration = z.object({
  id: z.string(),
  source: MigrationEnd,
  target: MigrationEnd,
  stage: z.enum(STAGES),
  jobStatus: z.enum(JOB_STATUSES),
  lagMs: z.nullable(z.number()),
  /** Share of the existing entities that is copied, 0–1; null before it is known. */
  copied: z.nullable(z.number()),
  startedAt: z.number(),
  endedAt: z.nullable(z.number()),
  createdBy: z.string(),
  indexes: z.enum(INDEX_CHOICES),
  verification: z.nullable(VerificationSummary),
  failure: z.nullable(z.object({ code: z.string(), message: z.string() })),
})
export type Migration = z.infer<typeof Migration>

export const LagSample = z.object({
  at: z.number(),
  lagMs: z.number(),
  acceptPerS: z.number(),
  applyPerS: z.number(),
})
export type LagSample = z.infer<typeof LagSample>

export const MIGRATION_EVENT_KINDS = ['started', 'stage', 'condition', 'request', 'verification', 'mail', 'failure'] as const
export type MigrationEventKind = (typeof MIGRATION_EVENT_KINDS)[number]

/** GET /api/migrations/:id */
export const MigrationDetail = z.object({
  migration: Migration,
  /** As the data plane last reported them; null while the target cluster is being created. */
  facts: z.nullable(MigrationFacts),
  factsAt: z.nullable(z.number()),
  /** Null while the data plane answers; else why not. The facts are then those of `factsAt`. */
  dataPlaneProblem: z.nullable(z.string()),
  /** What the precheck found, blockers first. */
  findings: z.array(Finding),
  /** What was asked for and is not done yet. */
  wanted: z.enum(['run', 'stop', 'cancel']),
  afterLife: z.enum(AFTER_LIVES),
  /** The lag stayed under 10 s for three readings in a row: the sync may be stopped. */
  caughtUp: z.boolean(),
  convergence: z.nullable(z.enum(['caught-up', 'converging', 'steady', 'falling-behind'])),
  /** The last hour, oldest first: one a second for two minutes, one per 5 s before. */
  lagSamples: z.array(LagSample),
  /** Newest first. */
  events: z.array(z.object({ at: z.number(), kind: z.enum(MIGRATION_EVENT_KINDS), message: z.string() })),
  permissions: Permissions,
})
export type MigrationDetail = z.infer<typeof MigrationDetail>

/** Of a cluster that may be a source: what the wizard shows and starts a target with. */
export const WizardCluster = z.pick(Cluster, {
  id: true, projectId: true, projectName: true, name: true, provider: true, regionId: true, plan: true, cuType: true, cuSize: true, entities: true,
})
export type WizardCluster = z.infer<typeof WizardCluster>

/**
 * GET /api/wizard — every cluster of the organization that the user may see as a source, selectable or not; with
 * `?sourceId=` that one alone, for pages that need no list.
 */
export const WizardOptions = z.object({
  sources: z.array(
    z.object({
      cluster: WizardCluster,
      selectable: z.boolean(),
      /** Why it cannot be chosen; null when it can. */
      reason: z.nullable(z.string()),
    }),
  ),
  /** Projects in which the user may make the target. */
  targetProjects: z.array(z.object({ id: z.string(), name: z.string() })),
  /** Whether clusters can be made on this machine, and if not, why. */
  embedded: z.object({ available: z.boolean(), reason: z.nullable(z.string()) }),
})
export type WizardOptions = z.infer<typeof WizardOptions>

/** GET /api/wizard/precheck?sourceId= — the answer of control-api's PrecheckResult. */

export const Notification = z.object({
  id: z.string(),
  at: z.number(),
  title: z.string(),
  body: z.string(),
  /** A path of this console. */
  href: z.nullable(z.string()),
  read: z.boolean(),
})
export type Notification = z.infer<typeof Notification>

export const NOTIFICATIONS_PER_PAGE = 20

/** GET /api/notifications?page=&show=all|unread — newest first, a page at a time. */
export const NotificationList = z.object({
  notifications: z.array(Notification),
  /** Of those that are asked for, on all pages. */
  total: z.int(),
  unread: z.int(),
})

/** GET /api/health — needs no session. */
export const ConsoleHealth = z.object({
  status: z.enum(['ok', 'degraded']),
  database: z.boolean(),
  dataPlane: z.boolean(),
})
