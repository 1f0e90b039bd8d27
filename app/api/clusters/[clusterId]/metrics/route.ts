import { readClusterMetrics } from '@/lib/clusters/cluster-metrics.ts'
import { signedInGet } from '@/lib/http/signed-in-get.ts'

export const GET = signedInGet<{ clusterId: string }>(({ user, params }) => readClusterMetrics(user, params.clusterId))
