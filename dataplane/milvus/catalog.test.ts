import { afterEach, beforeEach, expect, test } from 'vitest'
import { addCollection, startMilvusDouble, type MilvusDouble } from '../testing/milvus-double.ts'
import { findCollection } from './catalog.ts'
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
