import type { ActionResult } from '@/lib/contracts/console-requests'
import type { AfterLife } from '@/lib/migration/policy'

/** What the pages hand in: a feature never reaches into the routes for its actions. */
export type ClusterActions = {
  renameCluster: (input: { clusterId: string; name: string }) => Promise<ActionResult<unknown>>
  describeCluster: (input: { clusterId: string; description: string }) => Promise<ActionResult<unknown>>
  deleteCluster: (input: { clusterId: string; confirmName: string }) => Promise<ActionResult<unknown>>
  setAfterLife: (input: { clusterId: string; afterLife: AfterLife }) => Promise<ActionResult<unknown>>
  revealToken: (input: { clusterId: string }) => Promise<ActionResult<{ token: string }>>
}
