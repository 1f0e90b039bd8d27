import { afterEach, beforeEach, expect, test } from 'vitest'
import { encode } from '../milvus/proto.ts'
import { startMilvusDouble, type MilvusDouble } from '../testing/milvus-double.ts'
import { contentsOf } from './contents.ts'
import { inputWith, LITE, shapeWith, surveyed, vector } from './testing/check-input.ts'

let source: MilvusDouble
beforeEach(async () => {
  source = await startMilvusDouble('The source cluster')
})
afterEach(() => source.stop())

const SUCCESS = { status: {} }

test('bytes and dimensions are counted by schema, collections of one size together', async () => {
  const collections = [
    surveyed(shapeWith([vector('a', 128)]), { entities: 1_000 }),
    surveyed(shapeWith([vector('a', 128)]), { entities: 500, loaded: false }),
    surveyed(shapeWith([vector('a', 128), vector('b', 256, 102)]), { entities: 10 }),
  ]
  const contents = await contentsOf(inputWith({ collections, from: LITE }))
  expect(contents).toMatchObject({ bytes: 1_500 * (8 + 512) + 10 * (8 + 512 + 512), loaded: 2, users: [], roles: [], expiring: [] })
  expect(contents.vectors).toEqual([
    { dimensions: 128, entities: 1_500 },
    { dimensions: 256, entities: 10 },
  ])
})

test('what does not come along is named: users always, roles where the target has none, collections with a time to live', async () => {
  source.answer('ListCredUsers', () => encode('ListCredUsersResponse', { ...SUCCESS, usernames: ['root', 'app'] }))
  source.answer('SelectRole', () => encode('SelectRoleResponse', { ...SUCCESS, results: [{ role: { name: 'admin' } }, { role: { name: 'reader' } }] }))
  const collections = [surveyed(shapeWith([], { name: 'short', properties: { 'collection.ttl.seconds': '60' } })), surveyed(shapeWith([]))]
  const input = { source: source.server, collections }
  expect(await contentsOf(inputWith({ ...input, to: LITE }))).toMatchObject({ users: ['app'], roles: ['reader'], expiring: [{ database: 'default', name: 'short' }] })
  expect(await contentsOf(inputWith(input))).toMatchObject({ users: ['app'], roles: [] })
})

test('names that the source does not give keep nobody from starting', async () => {
  source.answer('ListCredUsers', () => encode('ListCredUsersResponse', { status: { errorCode: 1, code: 10, reason: 'not allowed' } }))
  expect(await contentsOf(inputWith({ source: source.server }))).toMatchObject({ users: [] })
})
