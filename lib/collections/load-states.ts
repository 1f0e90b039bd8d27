import type { z } from 'zod'
import { visitCluster } from '../clusters/milvus-session.ts'
import type { LoadsRequest } from '../contracts/collection-requests.ts'
import type { LoadStateOf } from '../contracts/collections-api.ts'
import type { SessionUser } from '../permissions/access.ts'
import { clusterAccess } from '../permissions/access.ts'
import { loadStateOf } from './load-state.ts'
import { milvusPlace } from './place.ts'

/** How far some collections are loaded. One that is gone counts as not loaded. */
export async function readLoadStates(user: SessionUser, { clusterId, collections }: z.infer<typeof LoadsRequest>): Promise<{ states: LoadStateOf[] }> {
  const { cluster } = await clusterAccess(user, clusterId)
  const states = await visitCluster(cluster, (client) =>
    Promise.all(
      collections.map(async ({ database, name }): Promise<LoadStateOf> => {
        const at = milvusPlace({ database, collection: name })
        const state = loadStateOf((await client.getLoadState(at)).state)
        const progress = state === 'loading' ? Number((await client.getLoadingProgress(at)).progress) : state === 'loaded' ? 100 : 0
        return { database, name, state, progress: Number.isFinite(progress) ? progress : 0 }
      }),
    ),
  )
  return { states }
}
