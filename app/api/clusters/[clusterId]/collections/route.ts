import { readCollections } from '@/lib/collections/list-collections.ts'
import { collectionListQueryOf } from '@/lib/contracts/collection-list-query.ts'
import { signedInGet } from '@/lib/http/signed-in-get.ts'

export const GET = signedInGet<{ clusterId: string }>(({ user, params, url }) =>
  readCollections(user, params.clusterId, collectionListQueryOf(url.searchParams)),
)
