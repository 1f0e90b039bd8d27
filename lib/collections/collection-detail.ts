// All that a cluster tells of one collection: schema, indexes, partitions, properties.
import type { MilvusClient } from '@zilliz/milvus2-sdk-node'
import { visitCluster } from '../clusters/milvus-session.ts'
import type { CollectionDetail, FieldDetail } from '../contracts/collections-api.ts'
import { PARTITIONS_SHOWN } from '../contracts/collections-api.ts'
import type { SessionUser } from '../permissions/access.ts'
import { clusterAccess } from '../permissions/access.ts'
import { loadStateOf } from './load-state.ts'
import type { CollectionPlace } from './place.ts'
import { milvusPlace } from './place.ts'
import type { Described } from './read-rows.ts'
import { describe } from './read-rows.ts'

const PARALLEL = 8

type Pairs = readonly { key: string; value: unknown }[] | undefined
type Field = Described['schema']['fields'][number]

function textOf(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)
}

function pairsOf(pairs: Pairs): CollectionDetail['properties'] {
  return (pairs ?? []).map(({ key, value }) => ({ key, value: textOf(value) }))
}

/** A default comes as a one-of whose chosen member is named, or, by an older SDK, as the value itself. */
function defaultOf(value: unknown): string | null {
  if (value === null || value === undefined) return null
  const oneOf = value as { data?: string } & Record<string, unknown>
  if (typeof value !== 'object') return String(value)
  return oneOf.data === undefined ? null : textOf(oneOf[oneOf.data])
}

function fieldOf(field: Field): FieldDetail {
  const type = String(field.data_type)
  return {
    name: field.name,
    description: field.description,
    type,
    elementType: type === 'Array' && field.element_type ? String(field.element_type) : null,
    primaryKey: field.is_primary_key,
    autoId: field.autoID,
    nullable: field.nullable ?? false,
    defaultValue: defaultOf(field.default_value),
    partitionKey: field.is_partition_key ?? false,
    clusteringKey: field.is_clustering_key ?? false,
    functionOutput: field.is_function_output,
    params: pairsOf(field.type_params),
  }
}

async function partitionsOf(client: MilvusClient, place: CollectionPlace): Promise<Pick<CollectionDetail, 'partitions' | 'partitionCount'>> {
  const at = milvusPlace(place)
  const { partition_names: names } = await client.showPartitions(at)
  const partitions: CollectionDetail['partitions'] = []
  const shown = names.slice(0, PARTITIONS_SHOWN)
  for (let from = 0; from < shown.length; from += PARALLEL) {
    const batch = shown.slice(from, from + PARALLEL).map(async (name) => {
      const { stats } = await client.getPartitionStatistics({ ...at, partition_name: name }).catch(() => ({ stats: [] }))
      const count = Number(stats.find(({ key }) => key === 'row_count')?.value ?? Number.NaN)
      return { name, entities: Number.isSafeInteger(count) ? count : null }
    })
    partitions.push(...(await Promise.all(batch)))
  }
  return { partitions, partitionCount: names.length }
}

/** GET /api/clusters/:id/collections/detail. Throws milvus.refused where there is no such collection. */
export async function readCollectionDetail(user: SessionUser, clusterId: string, place: CollectionPlace): Promise<CollectionDetail> {
  const { cluster } = await clusterAccess(user, clusterId)
  return visitCluster(cluster, async (client) => {
    const at = milvusPlace(place)
    const described = await describe(client, place)
    const [indexes, load, partitions] = await Promise.all([client.describeIndex(at), client.getLoadState(at), partitionsOf(client, place)])
    const { schema } = described
    const createdAt = Number(described.created_utc_timestamp)
    return {
      database: place.database,
      name: place.collection,
      description: schema.description,
      createdAt: createdAt > 0 ? createdAt : null,
      aliases: described.aliases ?? [],
      dynamicFields: schema.enable_dynamic_field,
      consistency: described.consistency_level,
      shards: described.shards_num,
      fields: schema.fields.filter((field) => !field.is_dynamic).map(fieldOf),
      functions: (described.functions ?? schema.functions ?? []).map((made) => ({
        name: made.name,
        type: String(made.type),
        inputs: made.input_field_names ?? [],
        outputs: made.output_field_names ?? [],
        params: Array.isArray(made.params) ? pairsOf(made.params as Pairs) : Object.entries(made.params ?? {}).map(([key, value]) => ({ key, value: textOf(value) })),
      })),
      indexes: indexes.index_descriptions.map((index) => ({ name: index.index_name, field: index.field_name, state: String(index.state), params: pairsOf(index.params) })),
      ...partitions,
      properties: pairsOf(described.properties),
      loadState: loadStateOf(load.state),
    }
  })
}
