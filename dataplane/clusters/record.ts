// What is kept of a cluster, one document each.
import { z } from 'zod'
import { Engine, Id } from '../../lib/contracts/control-api.ts'
import { POLICIES } from '../../lib/migration/policy.ts'

export const ClusterRecord = z.object({
  version: z.literal(1),
  id: Id,
  driver: z.enum(['embedded', 'endpoint']),
  /** Port of its endpoint at the gateway, for its whole life. */
  port: z.number(),
  /** SHA-256 of what clients must present, hex; null where the upstream authenticates. */
  tokenDigest: z.string().nullable(),
  /** Only of an endpoint: where it is and how the data plane itself signs in. The file is readable by its owner only. */
  upstream: z.object({ host: z.string(), port: z.number(), token: z.string(), tls: z.boolean() }).nullable(),
  /** Outside a migration, or after one. */
  policy: z.enum(POLICIES),
  /** The ended migration that the policy comes from. */
  migrationId: z.nullable(Id),
  /** The gateway gives ids to entities of autoID collections (a Milvus Lite that holds copied ids). */
  assignsIds: z.boolean(),
  /** As last seen, so that facts survive while the server is away. */
  engine: z.nullable(Engine),
})
export type ClusterRecord = z.infer<typeof ClusterRecord>
