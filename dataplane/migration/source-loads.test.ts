import { afterEach, beforeEach, expect, test } from 'vitest'
import { encode, decode } from '../milvus/proto.ts'
import { shapeOf } from '../milvus/schema.ts'
import { startMilvusDouble, type MilvusDouble } from '../testing/milvus-double.ts'
import { SourceLoads } from './source-loads.ts'

const shape = (name: string) => shapeOf(encode('DescribeCollectionResponse', { status: {}, collectionName: name, schema: { name } }), 'default')
let source: MilvusDouble
let loaded: Set<string>
let remembered: string[][]
let forgotten: string[]
let loads: SourceLoads

beforeEach(async () => {
  source = await startMilvusDouble('The source')
  loaded = new Set()
  remembered = []
  source.answer('GetLoadState', (request) => encode('GetLoadStateResponse', { status: {}, state: loaded.has(decode('GetLoadStateRequest', request).collectionName as string) ? 3 : 1 }))
  source.answer('LoadCollection', (request) => void loaded.add(decode('LoadCollectionRequest', request).collectionName as string))
  forgotten = []
  const remember = (at: readonly { name: string }[]) => Promise.resolve(void remembered.push(at.map(({ name }) => name)))
  loads = new SourceLoads(source.server, remember, ({ name }) => Promise.resolve(void forgotten.push(name)))
})
afterEach(() => source.stop())

test('what is loaded for the migration is remembered before it is loaded, hundreds with one write', async () => {
  const shapes = Array.from({ length: 200 }, (_, i) => shape(`c${i}`))
  await loads.noteUnloaded(shapes)
  expect(remembered.map((names) => names.length)).toEqual([200])
  expect(loaded.size).toBe(0)
  await loads.ensureReadable(shapes[0]!)
  expect(loaded).toEqual(new Set(['c0']))
  expect(remembered).toHaveLength(1)
})

test('a collection that is loaded already is left alone, one that is released later is remembered then', async () => {
  loaded.add('c')
  await loads.noteUnloaded([shape('c')])
  await loads.ensureReadable(shape('c'))
  expect(remembered).toEqual([])
  loaded.delete('c')
  await loads.ensureReadable(shape('c'))
  expect(remembered).toEqual([['c']])
})

test('what a client loads as well is not remembered as loaded for the migration any more', async () => {
  await loads.noteUnloaded([shape('c')])
  await loads.share({ database: 'default', name: 'c' })
  expect(forgotten).toEqual(['c'])
  // Noted once is not for ever: released by that client and loaded here it is ours.
  await loads.ensureReadable(shape('c'))
  expect(remembered).toEqual([['c'], ['c']])
})

test('a partition that a client released is loaded again, and the collection stays loaded afterwards', async () => {
  loaded.add('c')
  source.answer('ShowPartitions', () => encode('ShowPartitionsResponse', { status: {}, partitionNames: ['_default', 'left'] }))
  let isReleased = true
  source.answer('GetLoadState', (request) => {
    const { partitionNames } = decode('GetLoadStateRequest', request) as { partitionNames: string[] }
    return encode('GetLoadStateResponse', { status: {}, state: isReleased && partitionNames.includes('left') ? 1 : 3 })
  })
  source.answer('LoadCollection', () => void (isReleased = false))
  await loads.ensureReadable(shape('c'))
  expect(isReleased).toBe(false)
  expect(remembered).toEqual([])
})

test('what was loaded on the source is told without what the migration loaded, and without what is gone', async () => {
  for (const name of ['used', 'ours', 'gone']) loaded.add(name)
  source.answer('GetLoadState', (request) => {
    const name = decode('GetLoadStateRequest', request).collectionName as string
    if (name === 'gone') return encode('GetLoadStateResponse', { status: { errorCode: 1, code: 100, reason: 'collection not found' } })
    return encode('GetLoadStateResponse', { status: {}, state: loaded.has(name) ? 3 : 1 })
  })
  const known = ['used', 'ours', 'idle', 'gone'].map((name) => ({ database: 'default', name }))
  expect(await loads.loadedByOthers(known, [{ database: 'default', name: 'ours' }])).toEqual([{ database: 'default', name: 'used' }])
})

test('a collection that is dropped meanwhile keeps nobody from noting the others', async () => {
  source.answer('GetLoadState', (request) => (decode('GetLoadStateRequest', request).collectionName === 'gone' ? encode('GetLoadStateResponse', { status: { errorCode: 1, code: 100, reason: 'collection not found' } }) : encode('GetLoadStateResponse', { status: {}, state: 1 })))
  await loads.noteUnloaded([shape('gone'), shape('c')])
  expect(remembered).toEqual([['c']])
})
