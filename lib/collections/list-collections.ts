// The collections of a cluster as the cluster itself tells them. The list is names; only those on the page are asked
// about, so that ten thousand cost no more than fifty.
import type { MilvusClient } from '@zilliz/milvus2-sdk-node'
import { requireSuccess, visitCluster } from '../clusters/milvus-session.ts'
import type { CollectionListQuery } from '../contracts/collection-list-query.ts'
import { COLLECTIONS_PER_PAGE, DEFAULT_DATABASE } from '../contracts/collection-list-query.ts'
import type { Collection, CollectionPage } from '../contracts/collections-api.ts'
import type { SessionUser } from '../permissions/access.ts'
import { clusterAccess } from '../permissions/access.ts'
import { loadBlockedOf, loadStateOf } from './load-state.ts'
import type { CollectionPlace } from './place.ts'
import { milvusPlace } from './place.ts'

/** Collections read side by side; more would only queue in the server. */
const PARALLEL = 8

type Listed = { name: string; timestamp: string }

async function databasesOf(client: MilvusClient): Promise<string[]> {
  const { db_names, status } = await client.listDatabases()
  requireSuccess(status, 'The databases could not be listed')
  return [...db_names].sort((a, b) => Number(b === DEFAULT_DATABASE) - Number(a === DEFAULT_DATABASE) || a.localeCompare(b))
}

async function listed(client: MilvusClient, database: string): Promise<Listed[]> {
  const { data, status } = await client.showCollections({ db_name: database })
  requireSuccess(status, `The collections of database "${database}" could not be listed`)
  return data
}

/** The names that match, in order. Pure. */
export function namesOf(all: readonly Listed[], { search, sort }: Pick<CollectionListQuery, 'search' | 'sort'>): string[] {
  const part = search.toLowerCase()
  const turn = sort.startsWith('-') ? -1 : 1
  const byName = (a: Listed, b: Listed) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
  const byTime = (a: Listed, b: Listed) => Number(a.timestamp) - Number(b.timestamp) || byName(a, b)
  return all
    .filter(({ name }) => name.toLowerCase().includes(part))
    .sort((a, b) => turn * (sort.endsWith('created') ? byTime(a, b) : byName(a, b)))
    .map(({ name }) => name)
}

/** Counts what is there where the collection is loaded; else the server's own statistic. */
async function entitiesOf(client: MilvusClient, place: CollectionPlace, loaded: boolean): Promise<number | null> {
  const at = milvusPlace(place)
  const count = loaded ? (await client.count(at)).data : Number((await client.getCollectionStatistics(at)).data?.row_count)
  return Number.isSafeInteger(count) ? count : null
}

async function read(client: MilvusClient, place: CollectionPlace): Promise<Collection | null> {
  const at = milvusPlace(place)
  const [description, load, indexes] = await Promise.all([client.describeCollection(at), client.getLoadState(at), client.describeIndex(at)])
  // Dropped between the list and the look.
  if (description.status.error_code !== 'Success') return null
  const loadState = loadStateOf(load.state)
  const fields = description.schema.fields.map((field) => ({ name: field.name, type: String(field.data_type), primaryKey: field.is_primary_key }))
  const indexed = indexes.index_descriptions.map(({ field_name, params }) => ({
    field: field_name,
    type: String(params.find(({ key }) => key === 'index_type')?.value ?? 'AUTOINDEX'),
    metric: params.find(({ key }) => key === 'metric_type')?.value?.toString() ?? null,
  }))
  return {
    database: place.database,
    name: place.collection,
    entities: await entitiesOf(client, place, loadState === 'loaded'),
    loadState,
    loadProgress: loadState === 'loading' ? Number((await client.getLoadingProgress(at)).progress) : null,
    fields,
    indexes: indexed,
    aliases: description.aliases ?? [],
    loadBlocked: loadBlockedOf(fields, indexed),
  }
}

async function readAll(client: MilvusClient, places: readonly CollectionPlace[]): Promise<Collection[]> {
  const collections: Collection[] = []
  for (let from = 0; from < places.length; from += PARALLEL) {
    const batch = await Promise.all(places.slice(from, from + PARALLEL).map((place) => read(client, place)))
    collections.push(...batch.filter((entry) => entry !== null))
  }
  return collections
}

/** GET /api/clusters/:id/collections. Throws cluster.unreachable, cluster.unauthorized, milvus.refused. */
export async function readCollections(user: SessionUser, clusterId: string, query: CollectionListQuery): Promise<CollectionPage> {
  const { cluster } = await clusterAccess(user, clusterId)
  return visitCluster(cluster, async (client) => {
    const databases = await databasesOf(client)
    // One that was dropped, or never was: the page shows where one may go instead.
    const database = databases.includes(query.database) ? query.database : (databases[0] ?? DEFAULT_DATABASE)
    const all = await listed(client, database)
    const names = namesOf(all, query)
    const page = Math.max(1, Math.min(query.page, Math.ceil(names.length / COLLECTIONS_PER_PAGE)))
    const shown = names.slice((page - 1) * COLLECTIONS_PER_PAGE, page * COLLECTIONS_PER_PAGE)
    const collections = await readAll(client, shown.map((collection) => ({ database, collection })))
    return { databases, database, collections, total: names.length, page, empty: all.length === 0, readAt: Date.now() }
  })
}
