import { readCollectionDetail } from '@/lib/collections/collection-detail.ts'
import { signedInGet } from '@/lib/http/signed-in-get.ts'

export const GET = signedInGet<{ clusterId: string }>(({ user, params, url }) =>
  readCollectionDetail(user, params.clusterId, {
    database: url.searchParams.get('database') ?? '',
    collection: url.searchParams.get('name') ?? '',
  }),
)
