// Entities that a person asked to see: bounded, read from the cluster, handed on, kept and logged nowhere.
// See docs/decisions/0012.
import type { MilvusClient } from '@zilliz/milvus2-sdk-node'
import type { z } from 'zod'
import { visitCluster } from '../clusters/milvus-session.ts'
import type { EntityRequest, QueryRequest, SearchRequest } from '../contracts/collection-requests.ts'
import type { Row, RowSet, WholeEntity } from '../contracts/collections-api.ts'
import { AppError } from '../errors/app-error.ts'
import type { SessionUser } from '../permissions/access.ts'
import { requireClusterPermission } from '../permissions/access.ts'
import type { RawColumn } from './cells.ts'
import { shortCell, wholeCell } from './cells.ts'
import { floatText } from './float-text.ts'
import { keysExpression } from './key-expression.ts'
import type { CollectionPlace } from './place.ts'
import type { Described } from './read-rows.ts'
import { describe, keyFieldOf, queryRows, searchRows } from './read-rows.ts'
import { vectorFrom } from './vector-input.ts'

type Search = z.infer<typeof SearchRequest>

function rowsOf(columns: readonly RawColumn[], keys: readonly string[], scores?: readonly number[]): Row[] {
  return keys.map((key, at) => ({
    key,
    cells: columns.map(({ cells }) => shortCell(cells[at])),
    score: scores === undefined ? null : floatText(scores[at] ?? Number.NaN),
  }))
}

function keysIn(columns: readonly RawColumn[]): string[] {
  return columns.find(({ column }) => column.kind === 'key')?.cells.map((cell) => cell?.text() ?? '') ?? []
}

async function timed(read: () => Promise<Omit<RowSet, 'tookMs'>>): Promise<RowSet> {
  const begin = performance.now()
  const found = await read()
  return { ...found, tookMs: Math.round(performance.now() - begin) }
}

/** Entities that fulfil a filter. Throws milvus.refused with the server's own words. */
export async function queryCollection(user: SessionUser, request: z.infer<typeof QueryRequest>): Promise<RowSet> {
  const { cluster } = await requireClusterPermission(user, 'collection.query', request.clusterId)
  return visitCluster(cluster, (client) =>
    timed(async () => {
      const columns = await queryRows(client, request, keyFieldOf(await describe(client, request)), request)
      return { columns: columns.map(({ column }) => column), rows: rowsOf(columns, keysIn(columns)) }
    }),
  )
}

/** The entity with this key, every field in full. Throws request.not_found. */
export async function readEntity(user: SessionUser, request: z.infer<typeof EntityRequest>): Promise<WholeEntity> {
  const { cluster } = await requireClusterPermission(user, 'collection.query', request.clusterId)
  return visitCluster(cluster, async (client) => {
    const columns = await entity(client, request, await describe(client, request), request.key)
    return { columns: columns.map(({ column }) => column), cells: columns.map(({ cells }) => wholeCell(cells[0])) }
  })
}

async function entity(client: MilvusClient, place: CollectionPlace, described: Described, key: string): Promise<RawColumn[]> {
  const field = keyFieldOf(described)
  const columns = await queryRows(client, place, field, { filter: keysExpression(field, [key]), outputFields: [], partition: '', limit: 1 })
  if (keysIn(columns).length === 0)
    throw new AppError('request.not_found', `There is no entity with the key "${key}" in collection "${place.collection}".`, { details: { field: 'vectorOfKey' } })
  return columns
}

/** The nearest entities to a vector, or to that of an entity. Throws request.invalid at the field, milvus.refused. */
export async function searchCollection(user: SessionUser, request: Search): Promise<RowSet> {
  const { cluster } = await requireClusterPermission(user, 'collection.query', request.clusterId)
  return visitCluster(cluster, (client) =>
    timed(async () => {
      const described = await describe(client, request)
      const vector = await vectorOf(client, described, request)
      const { columns, keys, scores } = await searchRows(client, request, described, { ...request, vector })
      return { columns: columns.map(({ column }) => column), rows: rowsOf(columns, keys, scores) }
    }),
  )
}

async function vectorOf(client: MilvusClient, described: Described, request: Search): Promise<unknown> {
  const field = described.schema.fields.find(({ name }) => name === request.vectorField)
  if (field === undefined || !String(field.data_type).endsWith('Vector'))
    throw new AppError('request.invalid', `Collection "${request.collection}" has no vector field "${request.vectorField}".`, { details: { field: 'vectorField' } })
  const dim = Number(field.type_params.find(({ key }) => key === 'dim')?.value ?? Number.NaN)
  const shape = { name: field.name, type: String(field.data_type), dim: Number.isFinite(dim) ? dim : null, functionOutput: field.is_function_output }
  if (request.vectorOfKey === '') return vectorFrom(request.vector, shape)
  const columns = await entity(client, request, described, request.vectorOfKey)
  const vector = columns.find(({ column }) => column.name === request.vectorField)?.cells[0]?.vector
  if (vector === undefined)
    throw new AppError('request.invalid', `The entity "${request.vectorOfKey}" has no vector in the field "${request.vectorField}" that can be read. Paste one instead.`, {
      details: { field: 'vectorOfKey' },
    })
  return vector()
}
