import { signedInGet } from '@/lib/http/signed-in-get.ts'
import { readClusters } from '@/lib/read/clusters.ts'

export const GET = signedInGet<{ projectId: string }>(({ user, params }) => readClusters(user, params.projectId))
