import { readLoadedOnSource } from '@/lib/collections/loaded-on-source.ts'
import { signedInGet } from '@/lib/http/signed-in-get.ts'

export const GET = signedInGet<{ clusterId: string }>(({ user, params }) => readLoadedOnSource(user, params.clusterId))
