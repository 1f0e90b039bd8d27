// What the browser sends to the console: the inputs of the server actions in app/actions. Forms use the
// same schemas, so that a field is judged by one rule.
import { z } from 'zod'
import { INDEX_CHOICES } from '../migration/index-choice.ts'
import { AFTER_LIVES } from '../migration/policy.ts'
import { CU_TYPES, cuSizes, PLANS, PROVIDERS, REGIONS } from './cluster-catalogue.ts'

/** What an action answers: expected refusals are values. `field` names the input that is to blame, if one is. */
export type ActionResult<T> =
  | { ok: true; data: T }
  | { ok: false; error: Refusal }

/** Why an action did nothing; `field` is a dotted path of its input, for example `target.name`. */
export type Refusal = { code: string; message: string; field?: string }

/** The rule of the original console: letters, digits and hyphens; unique in its project. */
export const ClusterName = z
  .string()
  .trim()
  .min(1, 'Enter a cluster name.')
  .max(64, 'A cluster name has at most 64 characters.')
  .regex(/^[A-Za-z0-9-]+$/, 'Use letters, digits and hyphens only.')
  .regex(/^[A-Za-z0-9]/, 'Start with a letter or a digit.')

/** What people say of a cluster. */
export const ClusterDescription = z.string().trim().max(255, 'A description has at most 255 characters.')

const PlacementFields = z.object({
  provider: z.enum(PROVIDERS),
  regionId: z.string(),
  plan: z.enum(PLANS).default('enterprise'),
  cuType: z.enum(CU_TYPES),
  cuSize: z.number().int(),
})

type Placement = z.infer<typeof PlacementFields>

/** The rules between the fields of a placement, each reported at the field that breaks it. */
function checkPlacement(value: Placement, context: z.RefinementCtx): void {
  const region = REGIONS.find((entry) => entry.id === value.regionId)
  if (region === undefined || region.provider !== value.provider)
    context.addIssue({ code: 'custom', path: ['regionId'], message: 'Choose a region of the chosen provider.' })
  if (!cuSizes(value.plan, value.cuType).includes(value.cuSize))
    context.addIssue({ code: 'custom', path: ['cuSize'], message: 'This CU size does not exist for the chosen CU type.' })
}

/** Create Cluster, and the form of Migrate to a New Cluster. */
export const NewCluster = PlacementFields.extend({ projectId: z.string(), name: ClusterName, description: ClusterDescription.default('') }).superRefine(
  checkPlacement,
)
export type NewCluster = z.infer<typeof NewCluster>
export type NewClusterInput = z.input<typeof NewCluster>

const RequestId = z.string().min(8).max(64)

/** createCluster; `requestId` is made once per opened form, so that a double click creates one cluster. */
export const CreateClusterRequest = z.object({ requestId: RequestId, cluster: NewCluster })

const EndpointFields = z.object({
  projectId: z.string(),
  address: z
    .string()
    .trim()
    .transform((value) => value.replace(/^https?:\/\//, '').replace(/\/+$/, ''))
    .pipe(z.string().regex(/^[^\s:/]+:\d{1,5}$/, 'Enter host:port, for example milvus.example.com:19530.')),
  /** `user:password` or an API key; empty where the server asks for none. */
  token: z.string().max(4096).default(''),
  tls: z.boolean().default(false),
})

/** probeEndpoint: looks at a Milvus before it is registered. */
export const ProbeEndpointRequest = EndpointFields

/** registerEndpoint */
export const RegisterEndpointRequest = EndpointFields.extend({ requestId: RequestId, name: ClusterName, description: ClusterDescription.default('') })

/** renameCluster */
export const RenameClusterRequest = z.object({ clusterId: z.string(), name: ClusterName })

/** describeCluster */
export const DescribeClusterRequest = z.object({ clusterId: z.string(), description: ClusterDescription })

/** deleteCluster; the name is typed to confirm. */
export const DeleteClusterRequest = z.object({ clusterId: z.string(), confirmName: z.string() })

/** revealToken, and other actions that name a cluster only. */
export const ClusterRequest = z.object({ clusterId: z.string() })

/** setAfterLife: makes a retired source writable again, or read-only. */
export const AfterLifeChange = z.object({ clusterId: z.string(), afterLife: z.enum(AFTER_LIVES) })

/** startMigration; `requestId` is made once per opened form, so that a double click starts one migration. */
export const StartMigrationRequest = z.object({
  requestId: RequestId,
  sourceId: z.string(),
  target: NewCluster,
  /** Indexes on the target: AUTOINDEX with the source's metric, or the source's own definitions. */
  indexes: z.enum(INDEX_CHOICES).default('auto'),
})
export type StartMigrationInput = z.input<typeof StartMigrationRequest>

/** stopDataSync */
export const StopDataSyncRequest = z.object({
  migrationId: z.string(),
  /** The checkbox "I confirm that I have stopped writes to the source cluster". */
  confirmed: z.literal(true, 'Confirm that you have stopped writes to the source cluster.'),
  afterLife: z.enum(AFTER_LIVES).default('readonly'),
  /** The user has confirmed a lag over 10 s. */
  acceptLag: z.boolean().default(false),
  /** The user has confirmed to stop although no verification has found both sides the same. */
  acceptUnverified: z.boolean().default(false),
})

/** startVerification, cancelVerification, resyncDifferences */
export const VerificationRequest = z.object({ migrationId: z.string() })

/** cancelMigration; the target is dropped unless it is to be kept. */
export const CancelMigrationRequest = z.object({ migrationId: z.string(), keepTarget: z.boolean().default(false) })

export const ProjectName = z.string().trim().min(1, 'Enter a project name.').max(50, 'A project name has at most 50 characters.')

/** createProject */
export const CreateProjectRequest = z.object({ name: ProjectName })

/** As it is compared and stored. */
export const Email = z.string().trim().toLowerCase().pipe(z.email('Enter an e-mail address.'))
/** A password to be set; bcrypt reads no more than 72 bytes. */
export const Password = z
  .string()
  .min(10, 'Use at least 10 characters.')
  .refine((value) => new TextEncoder().encode(value).length <= 72, 'Use at most 72 bytes.')

/** createFirstOwner: works only while there is no user. */
export const CreateFirstOwnerRequest = z.object({
  name: z.string().trim().min(1, 'Enter your name.').max(80),
  email: Email,
  password: Password,
  organization: z.string().trim().min(1, 'Enter a name for the organization.').max(80),
})

/** markNotificationsRead */
export const MarkReadRequest = z.object({ ids: z.array(z.string()).max(200) })
