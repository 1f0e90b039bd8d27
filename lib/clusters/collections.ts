// The collections of a cluster as the cluster itself tells them, and Load and Release.
import type { MilvusClient } from '@zilliz/milvus2-sdk-node'
import type { z } from 'zod'
import type { Collection, CollectionList } from '../contracts/console-api.ts'
import type { CollectionRequest } from '../contracts/console-requests.ts'
import { db } from '../db/client.ts'
import { recordActivity } from '../db/record-activity.ts'
import type { SessionUser } from '../permissions/access.ts'
import { clusterAccess, requireClusterPermission } from '../permissions/access.ts'
import { loadBlockedOf, loadStateOf } from './load-state.ts'
import { requireSuccess, visitCluster } from './milvus-session.ts'

/** Collections read side by side; more would only queue in the server. */
const PARALLEL = 8

type Place = { db_name: string; collection_name: string }

async function databasesOf(client: MilvusClient): Promise<string[]> {
  const { db_names, status } = await client.listDatabases()
  requireSuccess(status, 'The databases could not be listed')
  return db_names
}

async function placesOf(client: MilvusClient): Promise<Place[]> {
  const places: Place[] = []
  for (const db_name of await databasesOf(client)) {
    const { data, status } = await client.showCollections({ db_name })
    requireSuccess(status, `The collections of database "${db_name}" could not be listed`)
    for (const { name } of data) places.push({ db_name, collection_name: name })
  }
  return places
}

/** Counts what is there where the collection is loaded; else the server's own statistic. */
async function entitiesOf(client: MilvusClient, place: Place, loaded: boolean): Promise<number | null> {
  const count = loaded ? (await client.count(place)).data : Number((await client.getCollectionStatistics(place)).data?.row_count)
  return Number.isSafeInteger(count) ? count : null
}

async function read(client: MilvusClient, place: Place): Promise<Collection | null> {
  const [description, load, indexes] = await Promise.all([
    client.describeCollection(place),
    client.getLoadState(place),
    client.describeIndex(place),
  ])
  // Dropped between the list and the look.
  if (description.status.error_code !== 'Success') return null
  const loadState = loadStateOf(load.state)
  const progress = loadState === 'loading' ? Number((await client.getLoadingProgress(place)).progress) : null
  const fields = description.schema.fields.map((field) => ({
    name: field.name,
    type: String(field.data_type),
    primaryKey: field.is_primary_key,
  }))
  const indexed = indexes.index_descriptions.map(({ field_name, params }) => ({
    field: field_name,
    type: String(params.find(({ key }) => key === 'index_type')?.value ?? 'AUTOINDEX'),
    metric: params.find(({ key }) => key === 'metric_type')?.value?.toString() ?? null,
  }))
  return {
    database: place.db_name,
    name: place.collection_name,
    entities: await entitiesOf(client, place, loadState === 'loaded'),
    loadState,
    loadProgress: progress,
    fields,
    indexes: indexed,
    loadBlocked: loadBlockedOf(fields, indexed),
  }
}

async function readAll(client: MilvusClient): Promise<Collection[]> {
  const places = await placesOf(client)
  const collections: Collection[] = []
  for (let from = 0; from < places.length; from += PARALLEL) {
    const batch = await Promise.all(places.slice(from, from + PARALLEL).map((place) => read(client, place)))
    collections.push(...batch.filter((entry) => entry !== null))
  }
  return collections
}

/** GET /api/clusters/:id/collections. Throws cluster.unreachable, cluster.unauthorized. */
export async function readCollections(user: SessionUser, clusterId: string): Promise<CollectionList> {
  const { cluster } = await clusterAccess(user, clusterId)
  const collections = await visitCluster(cluster, readAll)
  const entities = collections.reduce((sum, { entities: count }) => sum + (count ?? 0), 0)
  await db().cluster.updateMany({ where: { id: clusterId }, data: { entities } })
  return { collections, readAt: Date.now() }
}

type Request = z.infer<typeof CollectionRequest>
type Ask = (client: MilvusClient, place: Place) => Promise<Parameters<typeof requireSuccess>[0]>

/** Asks the cluster, and records that it was done. Throws milvus.refused with the server's reason. */
async function changeLoad(user: SessionUser, request: Request, { ask, done }: { ask: Ask; done: string }): Promise<object> {
  const { cluster, access } = await requireClusterPermission(user, 'collection.load', request.clusterId)
  const place = { db_name: request.database, collection_name: request.name }
  await visitCluster(cluster, async (client) => requireSuccess(await ask(client, place), `Collection "${request.name}" could not be ${done}`))
  await recordActivity(db(), {
    organizationId: access.project.organizationId,
    projectId: cluster.projectId,
    userId: user.id,
    message: `Collection "${request.name}" of cluster "${cluster.name}" (${cluster.id}) was ${done}.`,
  })
  return {}
}

/** Begins to load a collection; the list shows how far it is. */
export const loadCollection = (user: SessionUser, request: Request): Promise<object> =>
  changeLoad(user, request, { ask: (client, place) => client.loadCollectionAsync(place), done: 'loaded' })

/** Releases a collection from memory; its data stays. */
export const releaseCollection = (user: SessionUser, request: Request): Promise<object> =>
  changeLoad(user, request, { ask: (client, place) => client.releaseCollection(place), done: 'released' })
