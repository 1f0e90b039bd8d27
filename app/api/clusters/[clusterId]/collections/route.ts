import { readCollections } from '@/lib/clusters/collections.ts'
import { signedInGet } from '@/lib/http/signed-in-get.ts'

export const GET = signedInGet<{ clusterId: string }>(({ user, params }) => readCollections(user, params.clusterId))
