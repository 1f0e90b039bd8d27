import { afterEach, beforeEach, expect, test } from 'vitest'
import { addCollection, startMilvusDouble, type MilvusDouble } from '../testing/milvus-double.ts'
import { findCollection, listCollections, loadCollection } from './catalog.ts'
import { encode } from './proto.ts'

const AT = { database: 'default', name: 'c' }
let server: MilvusDouble

beforeEach(async () => {
  server = await startMilvusDouble('The server')
})
afterEach(() => server.stop())

test('a server with too many requests has not said that the collection is absent', async () => {
  addCollection(server, 'c')
  server.answer('DescribeCollection', () => encode('DescribeCollectionResponse', { status: { errorCode: 1, code: 4, reason: 'reach max task num 1024' } }))
  await expect(findCollection(server.server, AT)).rejects.toThrow('reach max task num')
  server.answer('DescribeCollection', undefined)
  expect(await findCollection(server.server, AT)).toMatchObject({ name: 'c' })
})

test('a collection that is absent is told as such', async () => {
  expect(await findCollection(server.server, AT)).toBeUndefined()
})

test('a list that a drop has spoilt is asked for again', async () => {
  let asked = 0
  server.answer('ListDatabases', () => encode('ListDatabasesResponse', { dbNames: ['default'] }))
  server.answer('ShowCollections', () => {
    asked++
    if (asked === 1) return encode('ShowCollectionsResponse', { status: { errorCode: 1, code: 100, reason: "collection 'dropped' does not exist" } })
    return encode('ShowCollectionsResponse', { collectionNames: ['c'] })
  })
  expect(await listCollections(server.server, 'default')).toEqual(['c'])
})

test('a database that is dropped while it is listed has no collections', async () => {
  server.answer('ListDatabases', () => encode('ListDatabasesResponse', { dbNames: ['default'] }))
  server.answer('ShowCollections', () => encode('ShowCollectionsResponse', { status: { errorCode: 1, code: 800, reason: 'database not found' } }))
  expect(await listCollections(server.server, 'gone')).toEqual([])
})

test('a collection that is released while it is being loaded is asked for again, not waited for without end', async () => {
  addCollection(server, 'c')
  const [NOT_LOADED, LOADING, LOADED] = [1, 2, 3]
  const states = [NOT_LOADED, LOADING, NOT_LOADED, LOADING, LOADED]
  server.answer('GetLoadState', () => encode('GetLoadStateResponse', { status: {}, state: states.shift() ?? NOT_LOADED }))
  await loadCollection(server.server, AT)
  expect(server.calls.filter((method) => method === 'LoadCollection')).toHaveLength(2)
  expect(states).toEqual([])
})
