// Load and Release of one or several collections: each has its own outcome, so that one refusal does not hide the rest.
import type { MilvusClient } from '@zilliz/milvus2-sdk-node'
import type { z } from 'zod'
import { requireSuccess, visitCluster } from '../clusters/milvus-session.ts'
import type { LoadOutcome } from '../contracts/collections-api.ts'
import type { LoadsRequest } from '../contracts/collection-requests.ts'
import { db } from '../db/client.ts'
import { recordActivity } from '../db/record-activity.ts'
import { AppError, publicMessageOf } from '../errors/app-error.ts'
import type { SessionUser } from '../permissions/access.ts'
import { requireClusterPermission } from '../permissions/access.ts'
import { createPace } from './load-pace.ts'
import { milvusPlace } from './place.ts'

type Request = z.infer<typeof LoadsRequest>
type Wish = 'load' | 'release'

const pace = createPace()

async function change(client: MilvusClient, wish: Wish, database: string, collection: string): Promise<void> {
  const at = milvusPlace({ database, collection })
  const status = wish === 'load' ? await client.loadCollectionAsync(at) : await client.releaseCollection(at)
  requireSuccess(status, `Collection "${collection}" could not be ${wish === 'load' ? 'loaded' : 'released'}`)
}

/** What went well, in one sentence: the first names, and how many more. */
export function loadsSaid(wish: Wish, names: readonly string[], clusterName: string): string {
  const [first = '', ...more] = names
  const which = more.length === 0 ? `Collection "${first}"` : `Collection "${first}" and ${more.length} more`
  return `${which} of cluster "${clusterName}" ${more.length === 0 ? 'was' : 'were'} ${wish === 'load' ? 'loaded' : 'released'}.`
}

async function changeLoads(user: SessionUser, { clusterId, collections }: Request, wish: Wish): Promise<{ outcomes: LoadOutcome[] }> {
  const { cluster, access } = await requireClusterPermission(user, 'collection.load', clusterId)
  const outcomes = await visitCluster(cluster, (client) =>
    Promise.all(
      collections.map(async ({ database, name }): Promise<LoadOutcome> => {
        await pace(clusterId)
        try {
          await change(client, wish, database, name)
          return { database, name, error: null }
        } catch (error) {
          // What is no answer of the server is the same for all of them, and said once.
          if (!(error instanceof AppError) || error.code !== 'milvus.refused') throw error
          return { database, name, error: publicMessageOf(error) }
        }
      }),
    ),
  )
  const changed = outcomes.filter(({ error }) => error === null).map(({ name }) => name)
  if (changed.length > 0)
    await recordActivity(db(), {
      organizationId: access.project.organizationId,
      projectId: cluster.projectId,
      userId: user.id,
      message: loadsSaid(wish, changed, cluster.name),
    })
  return { outcomes }
}

/** Begins to load collections; the list shows how far each is. At most twenty a second for a cluster. */
export function loadCollections(user: SessionUser, request: Request): Promise<{ outcomes: LoadOutcome[] }> {
  return changeLoads(user, request, 'load')
}

/** Releases collections from memory; their data stays. */
export function releaseCollections(user: SessionUser, request: Request): Promise<{ outcomes: LoadOutcome[] }> {
  return changeLoads(user, request, 'release')
}
