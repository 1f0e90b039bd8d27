import { signedInGet } from '@/lib/http/signed-in-get.ts'
import { readCluster } from '@/lib/read/clusters.ts'

export const GET = signedInGet<{ clusterId: string }>(({ user, params }) => readCluster(user, params.clusterId))
