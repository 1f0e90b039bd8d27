import { afterEach, beforeEach, expect, test } from 'vitest'
import { startMilvusDouble, type MilvusDouble } from '../testing/milvus-double.ts'
import { decode, encode } from './proto.ts'
import { releaseAll } from './release.ts'

const COLLECTIONS = ['a', 'b', 'c'].map((name) => ({ database: 'default', name }))
const OK = encode('common.Status', {})
const never = () => new Promise<never>(() => undefined)

let server: MilvusDouble
let loaded: Set<string>
/** Names, in the order in which they were asked for. */
let asked: string[]

beforeEach(async () => {
  server = await startMilvusDouble()
  loaded = new Set(COLLECTIONS.map(({ name }) => name))
  asked = []
  server.answer('GetLoadState', (request) => encode('GetLoadStateResponse', { status: {}, state: loaded.has(decode('GetLoadStateRequest', request).collectionName as string) ? 3 : 1 }))
})
afterEach(() => server.stop())

/** `carryOut` is told the collection's name and how often it was asked for. */
const onRelease = (carryOut: (name: string, time: number) => Promise<Buffer> | Buffer) =>
  server.answer('ReleaseCollection', (request) => {
    const name = decode('ReleaseCollectionRequest', request).collectionName as string
    asked.push(name)
    return carryOut(name, asked.filter((one) => one === name).length)
  })

test('a release that the server carries out without an answer is neither waited for nor asked for again', async () => {
  onRelease((name) => {
    loaded.delete(name)
    return never()
  })
  await releaseAll(server.server, COLLECTIONS, () => false)
  expect(loaded).toEqual(new Set())
  expect(asked.sort()).toEqual(['a', 'b', 'c'])
})

test('what was not released in its turn gets further ones, and its answer is waited for in the end', async () => {
  onRelease((name, time) => {
    if (name === 'b' && time <= 4) return never()
    loaded.delete(name)
    return OK
  })
  await releaseAll(server.server, COLLECTIONS, () => false)
  expect(loaded).toEqual(new Set())
  expect(asked.sort()).toEqual(['a', 'b', 'b', 'b', 'b', 'b', 'c'])
})

test('once a client has loaded something, what is loaded then stays loaded', async () => {
  let hasClientLoaded = false
  onRelease((name) => {
    if (name === 'b') hasClientLoaded = true
    if (name === 'b') return never()
    loaded.delete(name)
    return OK
  })
  await releaseAll(server.server, COLLECTIONS, () => hasClientLoaded)
  expect(loaded).toEqual(new Set(['b']))
  expect(asked.sort()).toEqual(['a', 'b', 'c'])
})

test('a collection that is gone keeps none of the others loaded', async () => {
  onRelease((name) => {
    if (name === 'a') return encode('common.Status', { errorCode: 1, code: 100, reason: 'collection not found' })
    loaded.delete(name)
    return OK
  })
  server.answer('GetLoadState', () => encode('GetLoadStateResponse', { status: { errorCode: 1, code: 100, reason: 'collection not found' } }))
  await releaseAll(server.server, COLLECTIONS, () => false)
  expect(loaded).toEqual(new Set(['a']))
})
