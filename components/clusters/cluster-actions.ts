import type { ActionResult } from '@/lib/contracts/console-requests'
import type { AfterLife } from '@/lib/migration/policy'

type OfCollection = { clusterId: string; database: string; name: string }

/** What the pages hand in: a feature never reaches into the routes for its actions. */
export type ClusterActions = {
  renameCluster: (input: { clusterId: string; name: string }) => Promise<ActionResult<unknown>>
  deleteCluster: (input: { clusterId: string; confirmName: string }) => Promise<ActionResult<unknown>>
  setAfterLife: (input: { clusterId: string; afterLife: AfterLife }) => Promise<ActionResult<unknown>>
  revealToken: (input: { clusterId: string }) => Promise<ActionResult<{ token: string }>>
  loadCollection: (input: OfCollection) => Promise<ActionResult<unknown>>
  releaseCollection: (input: OfCollection) => Promise<ActionResult<unknown>>
}
