// Query and Search as raw calls of the SDK: its own reading of a reply parses JSON, which changes large integers.
import type { MilvusClient } from '@zilliz/milvus2-sdk-node'
import { buildSearchRequest, promisify } from '@zilliz/milvus2-sdk-node'
import { AppError } from '../errors/app-error.ts'
import type { CollectionPlace } from './place.ts'
import { milvusPlace } from './place.ts'
import { requireSuccess } from '../clusters/milvus-session.ts'
import type { FieldData, RawColumn } from './cells.ts'
import { columnsOf } from './cells.ts'
import type { KeyField } from './key-expression.ts'

const CALL_MS = 15_000

type Status = { error_code: string | number; reason: string }
export type Described = Awaited<ReturnType<MilvusClient['describeCollection']>>

/** The collection's schema. Throws milvus.refused with the server's reason. */
export async function describe(client: MilvusClient, place: CollectionPlace): Promise<Described> {
  const described = await client.describeCollection(milvusPlace(place))
  requireSuccess(described.status, `Collection "${place.collection}" could not be described`)
  return described
}

/** The primary key of a schema. */
export function keyFieldOf({ schema }: Described): KeyField {
  const key = schema.fields.find((field) => field.is_primary_key)
  if (key === undefined) throw new AppError('internal.unexpected', `Collection "${schema.name}" has no primary key.`)
  return { name: key.name, type: key.data_type }
}

export type RowsWanted = { filter: string; outputFields: readonly string[]; partition: string; limit: number }

/** Rows as columns, read as of now. Throws milvus.refused with the server's own words. */
export async function queryRows(client: MilvusClient, place: CollectionPlace, key: KeyField, wanted: RowsWanted): Promise<RawColumn[]> {
  const reply = (await promisify(
    client.channelPool,
    'Query',
    {
      ...milvusPlace(place),
      expr: wanted.filter,
      output_fields: wanted.outputFields.length === 0 ? ['*'] : [...new Set([key.name, ...wanted.outputFields])],
      partition_names: wanted.partition === '' ? [] : [wanted.partition],
      query_params: [{ key: 'limit', value: String(wanted.limit) }],
      consistency_level: 'Strong',
    },
    CALL_MS,
  )) as { status: Status; fields_data: FieldData[] }
  requireSuccess(reply.status, 'The query was refused')
  return columnsOf(reply.fields_data, key.name)
}

export type SearchWanted = RowsWanted & { vectorField: string; vector: unknown; metric: string }
export type Found = { columns: RawColumn[]; keys: string[]; scores: number[] }

/** The nearest entities, best first. Throws milvus.refused with the server's own words. */
export async function searchRows(client: MilvusClient, place: CollectionPlace, described: Described, wanted: SearchWanted): Promise<Found> {
  const key = keyFieldOf(described)
  const { request } = buildSearchRequest(
    {
      ...milvusPlace(place),
      anns_field: wanted.vectorField,
      data: wanted.vector as number[],
      limit: wanted.limit,
      filter: wanted.filter,
      output_fields: wanted.outputFields.length === 0 ? ['*'] : [...wanted.outputFields],
      ...(wanted.partition === '' ? {} : { partition_names: [wanted.partition] }),
      ...(wanted.metric === '' ? {} : { metric_type: wanted.metric }),
    },
    described,
    client['milvusProto'],
  )
  const message = { ...request, db_name: place.database, consistency_level: 'Strong' }
  const reply = (await promisify(client.channelPool, 'Search', message, CALL_MS)) as {
    status: Status
    results: { scores: number[]; ids: { int_id?: { data: string[] } | null; str_id?: { data: string[] } | null } | null; fields_data: FieldData[] }
  }
  requireSuccess(reply.status, 'The search was refused')
  const { scores, ids, fields_data } = reply.results
  return { columns: columnsOf(fields_data, key.name), keys: ids?.int_id?.data ?? ids?.str_id?.data ?? [], scores }
}
