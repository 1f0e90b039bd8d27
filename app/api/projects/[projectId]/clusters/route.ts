import { clusterListQueryOf } from '@/lib/contracts/cluster-list-query.ts'
import { signedInGet } from '@/lib/http/signed-in-get.ts'
import { readClusters } from '@/lib/read/clusters.ts'

export const GET = signedInGet<{ projectId: string }>(({ user, params, url }) =>
  readClusters(user, params.projectId, clusterListQueryOf(url.searchParams)),
)
