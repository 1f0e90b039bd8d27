import { DataType, MilvusClient } from '@zilliz/milvus2-sdk-node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startLiteServer } from '../../dataplane/testing/lite-server.ts'
import type { TestServer } from '../../dataplane/testing/lite-server.ts'
import { collectionListQueryOf } from '../contracts/collection-list-query.ts'
import { QueryRequest, SearchRequest } from '../contracts/collection-requests.ts'
import { CollectionDetail, CollectionPage } from '../contracts/collections-api.ts'
import { db } from '../db/client.ts'
import { newId } from '../db/new-id.ts'
import type { Bench } from '../jobs/testing/job-store-bench.ts'
import { runningCluster, startBench } from '../jobs/testing/job-store-bench.ts'
import { loadCollections, releaseCollections } from './change-loads.ts'
import { readCollectionDetail } from './collection-detail.ts'
import { compareCollection } from './compare-collection.ts'
import { readCollections } from './list-collections.ts'
import { queryCollection, readEntity, searchCollection } from './query-collection.ts'

const BIG = '9223372036854775807'

let bench: Bench
let lite: TestServer
let other: TestServer

async function fill(server: TestServer, change: { text?: string; more?: string[] } = {}) {
  const client = new MilvusClient({ address: server.address, logLevel: 'error' })
  await client.createCollection({
    collection_name: 'books',
    fields: [
      { name: 'id', data_type: DataType.Int64, is_primary_key: true },
      { name: 'text', data_type: DataType.VarChar, max_length: 200, nullable: true },
      { name: 'meta', data_type: DataType.JSON, nullable: true },
      { name: 'vector', data_type: DataType.FloatVector, dim: 8 },
    ],
  })
  const row = (id: string, at: number) => ({ id, text: at === 1 ? null : `text ${at}`, meta: at === 2 ? null : { n: at }, vector: Array.from({ length: 8 }, (_, i) => (i === at % 8 ? 1 : 0)) })
  const rows = [BIG, '1', '2', ...(change.more ?? [])].map(row)
  if (change.text !== undefined) rows[2]!.text = change.text
  await client.insert({ collection_name: 'books', data: rows as never })
  await client.createIndex({ collection_name: 'books', field_name: 'vector', index_name: 'by_vector', index_type: 'AUTOINDEX', metric_type: 'COSINE' })
  await client.loadCollectionSync({ collection_name: 'books' })
  await client.closeConnection()
}

beforeAll(async () => {
  ;[bench, lite, other] = await Promise.all([startBench(), startLiteServer(), startLiteServer()])
  await Promise.all([fill(lite), fill(other, { text: 'changed', more: ['70'] })])
  const client = new MilvusClient({ address: lite.address, logLevel: 'error' })
  const fields = [
    { name: 'id', data_type: DataType.Int64, is_primary_key: true },
    { name: 'vector', data_type: DataType.FloatVector, dim: 4 },
  ]
  for (const collection_name of ['bare', ...Array.from({ length: 55 }, (_, at) => `many_${String(at).padStart(2, '0')}`)])
    await client.createCollection({ collection_name, fields })
  await client.closeConnection()
})
afterAll(async () => {
  await bench.stop()
  await Promise.all([lite.stop(), other.stop()])
})

const at = (clusterId: string, server: TestServer) => db().cluster.update({ where: { id: clusterId }, data: { endpoint: `http://${server.address}` } })

/** A cluster whose endpoint is the real server. */
async function cluster() {
  const { projectId, owner, newPerson } = await bench.newProject()
  const clusterId = await runningCluster(owner, projectId, 'books')
  await at(clusterId, lite)
  return { projectId, owner, newPerson, clusterId }
}

const asked = (text = '') => collectionListQueryOf(new URLSearchParams(text))
const books = (clusterId: string) => ({ clusterId, collections: [{ database: 'default', name: 'books' }] })
const inBooks = (clusterId: string) => ({ clusterId, database: 'default', collection: 'books' })

describe('the collections of a cluster', () => {
  it('are told by pages, with entities, fields, indexes, load state, and what keeps them from being loaded', async () => {
    const { owner, clusterId } = await cluster()
    const page = CollectionPage.parse(await readCollections(owner, clusterId, asked()))
    expect(page).toMatchObject({ database: 'default', total: 57, page: 1, empty: false })
    expect(page.collections).toHaveLength(50)
    expect(page.collections.find(({ name }) => name === 'books')).toMatchObject({
      entities: 3,
      loadState: 'loaded',
      indexes: [{ field: 'vector', type: 'AUTOINDEX', metric: 'COSINE' }],
      loadBlocked: null,
    })
    expect(page.collections.find(({ name }) => name === 'bare')?.loadBlocked).toContain('"vector"')
    const last = await readCollections(owner, clusterId, asked('search=MANY&sort=-name&page=9'))
    expect([last.total, last.page, last.collections.at(-1)?.name]).toEqual([55, 2, 'many_00'])
    expect((await readCollections(owner, clusterId, asked('database=gone'))).database).toBe('default')
  })

  it('tell their schema, indexes, partitions and properties', async () => {
    const { owner, clusterId } = await cluster()
    const detail = CollectionDetail.parse(await readCollectionDetail(owner, clusterId, { database: 'default', collection: 'books' }))
    expect(detail.fields.map(({ name, type, primaryKey, nullable }) => [name, type, primaryKey, nullable])).toEqual([
      ['id', 'Int64', true, false],
      ['text', 'VarChar', false, true],
      ['meta', 'JSON', false, true],
      ['vector', 'FloatVector', false, false],
    ])
    expect(detail.fields[3]?.params).toContainEqual({ key: 'dim', value: '8' })
    expect(detail.indexes).toMatchObject([{ field: 'vector' }])
    expect(detail.indexes[0]?.params).toContainEqual({ key: 'metric_type', value: 'COSINE' })
    expect(detail.partitions.map(({ name }) => name)).toEqual(['_default'])
    await expect(readCollectionDetail(owner, clusterId, { database: 'default', collection: 'nothing' })).rejects.toMatchObject({ code: 'milvus.refused' })
  })

  it('are released and loaded again, each with its own outcome, and an activity says so', async () => {
    const { owner, clusterId } = await cluster()
    const stateOf = async () => (await readCollections(owner, clusterId, asked('search=books'))).collections[0]
    await releaseCollections(owner, books(clusterId))
    expect(await stateOf()).toMatchObject({ loadState: 'not_loaded', entities: 3 })
    const both = { clusterId, collections: [{ database: 'default', name: 'books' }, { database: 'default', name: 'nothing' }] }
    expect((await loadCollections(owner, both)).outcomes).toEqual([
      { database: 'default', name: 'books', error: null },
      { database: 'default', name: 'nothing', error: expect.stringContaining('nothing') as string },
    ])
    expect(await stateOf()).toMatchObject({ loadState: 'loaded', entities: 3 })
    const said = await db().activity.findMany({ where: { userId: owner.id }, orderBy: { id: 'desc' }, take: 2 })
    expect(said.map(({ message }) => message)).toEqual(['Collection "books" of cluster "books" was loaded.', 'Collection "books" of cluster "books" was released.'])
  })

  it('are loaded by those who may use the data, not by those who may look only', async () => {
    const { newPerson, clusterId } = await cluster()
    await expect(loadCollections(await newPerson({ project: 'read_only' }), books(clusterId))).rejects.toMatchObject({ code: 'request.forbidden' })
    expect((await loadCollections(await newPerson({ project: 'read_write' }), books(clusterId))).outcomes[0]?.error).toBeNull()
  })

  it('cannot be read from a server that is gone, and that is said', async () => {
    const { owner, clusterId } = await cluster()
    await db().cluster.update({ where: { id: clusterId }, data: { endpoint: 'http://127.0.0.1:1' } })
    await expect(readCollections(owner, clusterId, asked())).rejects.toMatchObject({ code: 'cluster.unreachable' })
  })
})

describe('the entities of a collection', () => {
  const query = (clusterId: string, change: Partial<typeof QueryRequest._zod.input> = {}) => QueryRequest.parse({ ...inBooks(clusterId), ...change })
  const search = (clusterId: string, change: Partial<typeof SearchRequest._zod.input> = {}) => SearchRequest.parse({ ...inBooks(clusterId), vectorField: 'vector', ...change })

  it('are shown to whoever may look at the project: every digit, no value as null, long vectors cut', async () => {
    const { newPerson, clusterId } = await cluster()
    const { columns, rows } = await queryCollection(await newPerson({ project: 'read_only' }), query(clusterId))
    const row = (key: string) => Object.fromEntries(columns.map(({ name }, i) => [name, rows.find((one) => one.key === key)?.cells[i]]))
    expect(row(BIG)).toMatchObject({ id: { text: BIG }, text: { text: 'text 0' }, vector: { cut: true, text: '[1, 0, 0, 0, 0, 0, … 8]' } })
    expect(row('1').text).toBeNull()
    expect(row('2').meta).toBeNull()
    await expect(queryCollection(await newPerson({ project: null }), query(clusterId))).rejects.toMatchObject({ code: 'cluster.not_found' })
  })

  it('are filtered by the server, whose refusal is told in its own words', async () => {
    const { owner, clusterId } = await cluster()
    const { rows, columns } = await queryCollection(owner, query(clusterId, { filter: 'id < 3', outputFields: ['text'] }))
    expect(rows.map(({ key }) => key).sort()).toEqual(['1', '2'])
    expect(columns.map(({ name }) => name).sort()).toEqual(['id', 'text'])
    await expect(queryCollection(owner, query(clusterId, { filter: 'nonsense ===' }))).rejects.toMatchObject({ code: 'milvus.refused' })
    expect((await queryCollection(owner, query(clusterId, { limit: 1 }))).rows).toHaveLength(1)
  })

  it('are shown in full one by one', async () => {
    const { owner, clusterId } = await cluster()
    const whole = await readEntity(owner, { ...inBooks(clusterId), key: BIG })
    expect(whole.cells[whole.columns.findIndex(({ name }) => name === 'vector')]).toEqual({ text: '[1, 0, 0, 0, 0, 0, 0, 0]', cut: false })
    await expect(readEntity(owner, { ...inBooks(clusterId), key: '5' })).rejects.toMatchObject({ code: 'request.not_found' })
  })

  it('are found by a vector and by the vector of an entity, nearest first', async () => {
    const { owner, clusterId } = await cluster()
    const pasted = await searchCollection(owner, search(clusterId, { vector: '[0, 0, 1, 0, 0, 0, 0, 0]', limit: 2 }))
    expect(pasted.rows.map(({ key }) => key)[0]).toBe('2')
    expect(Number(pasted.rows[0]?.score)).toBeCloseTo(1)
    const ofEntity = await searchCollection(owner, search(clusterId, { vectorOfKey: BIG, outputFields: ['text'] }))
    expect(ofEntity.rows[0]).toMatchObject({ key: BIG })
    await expect(searchCollection(owner, search(clusterId, { vector: '[1]' }))).rejects.toMatchObject({ details: { field: 'vector' } })
    await expect(searchCollection(owner, search(clusterId, { vectorOfKey: '5' }))).rejects.toMatchObject({ details: { field: 'vectorOfKey' } })
  })
})

describe('both sides of a completed migration', () => {
  it('are compared by key, with what differs named; the source must exist', async () => {
    const { projectId, owner, newPerson, clusterId: sourceId } = await cluster()
    const targetId = await runningCluster(owner, projectId, 'books-new')
    // The worker that made the target has told the source's endpoint anew.
    await Promise.all([at(sourceId, lite), at(targetId, other)])
    const request = QueryRequest.parse({ ...inBooks(targetId), limit: 2 })
    await expect(compareCollection(owner, request)).rejects.toMatchObject({ code: 'request.invalid' })
    await db().migration.create({ data: { id: newId.migration(), requestId: newId.migration(), sourceId, targetId, createdById: owner.id, stage: 'completed' } })
    const all = await compareCollection(await newPerson({ project: 'read_only' }), { ...request, limit: 100 })
    expect(all.rows.map(({ key, mark, differing }) => [key, mark, ...differing])).toEqual([
      ['2', 'different', 'text'],
      ['70', 'target_only'],
      expect.arrayContaining(['same']),
      expect.arrayContaining(['same']),
    ])
    expect([all.sourceName, all.targetName]).toEqual(['books', 'books-new'])
    // Fewer rows than there are: what one side did not give is asked for by key, so that nothing counts as missing.
    const few = await compareCollection(owner, request)
    expect(few.rows.filter(({ mark }) => mark === 'source_only')).toEqual([])
    await db().cluster.update({ where: { id: sourceId }, data: { deletedAt: new Date() } })
    await expect(compareCollection(owner, request)).rejects.toMatchObject({ code: 'request.invalid' })
  })
})
