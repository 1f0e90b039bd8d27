import { afterEach, beforeEach, expect, test } from 'vitest'
import { capabilitiesOf } from '../milvus/engines.ts'
import { encode } from '../milvus/proto.ts'
import { emptyCollection } from '../testing/empty-collection.ts'
import { addCollection, startMilvusDouble, type MilvusDouble } from '../testing/milvus-double.ts'
import { compareCounts, countSourceAhead } from './compare-counts.ts'

const SHAPE = emptyCollection('c')
const MILVUS = capabilitiesOf({ kind: 'milvus', version: '2.3.5' })
const NOT_LOADED = encode('QueryResults', { status: { errorCode: 1, code: 101, reason: 'collection not loaded' } })

let source: MilvusDouble
let target: MilvusDouble

beforeEach(async () => {
  source = await startMilvusDouble()
  target = await startMilvusDouble()
  addCollection(source, 'c', [[1, 1], [2, 2]])
  addCollection(target, 'c', [[1, 1], [2, 2]])
})
afterEach(() => {
  source.stop()
  target.stop()
})

const sides = (ensureReadable: () => Promise<void> = () => Promise.resolve()) => ({ source: source.server, target: target.server, sourceCapabilities: MILVUS, targetCapabilities: MILVUS, ensureReadable })
/** Compares; the source's collection is loaded again as `ensureReadable` says. */
const compare = (ensureReadable?: () => Promise<void>) => compareCounts(sides(ensureReadable), [SHAPE])
const noIndex = () => source.server.ask('LoadCollection', {}).then(() => undefined)

test('a collection that a client released is loaded again and counted', async () => {
  source.answer('Query', () => NOT_LOADED)
  expect(await compare(() => Promise.resolve(void source.answer('Query', undefined)))).toEqual([])
})

test('a partition that a client released is loaded again before its entities are missed', async () => {
  source.answer('Query', (_, go) => (go(), encode('QueryResults', { status: {}, fieldsData: [{ type: 5, fieldName: 'count(*)', scalars: { longData: { data: ['1'] } } }] })))
  expect(await compare(() => Promise.resolve(void source.answer('Query', undefined)))).toEqual([])
})

test('a collection without an index, which nobody can load, keeps no cutover from happening while it holds nothing', async () => {
  for (const side of [source, target]) addCollection(side, 'c', [])
  source.answer('Query', () => NOT_LOADED)
  source.answer('LoadCollection', () => encode('common.Status', { errorCode: 1, code: 700, reason: 'index not found' }))
  expect(await compare(noIndex)).toEqual([])
  addCollection(target, 'c', [[1, 1]])
  expect(await compare(noIndex)).toMatchObject([{ source: 0, target: 1 }])
})

test('a collection that holds something and cannot be read is told', async () => {
  source.answer('Query', () => NOT_LOADED)
  source.answer('LoadCollection', () => encode('common.Status', { errorCode: 1, code: 700, reason: 'index not found' }))
  await expect(compare(noIndex)).rejects.toThrow(/index not found/)
})

test('more entities on the target are a difference, more on a source that keeps duplicates are not', async () => {
  addCollection(source, 'c', [[1, 1], [1, 2], [2, 2]])
  expect(await compare()).toEqual([])
  addCollection(target, 'c', [[1, 1], [2, 2], [3, 3], [4, 4]])
  expect(await compare()).toMatchObject([{ source: 3, target: 4 }])
})

test('fifty collections of a Milvus wait for one time tick together', async () => {
  const shapes = Array.from({ length: 50 }, (_, n) => emptyCollection(`c${n}`))
  for (const { name } of shapes) for (const side of [source, target]) addCollection(side, name, [[1, 1]])
  let asked = 0
  let tick: () => void = () => undefined
  const ticked = new Promise<void>((resolve) => (tick = resolve))
  for (const side of [source, target])
    side.answer('Query', async (_, go) => {
      if (++asked === 2 * shapes.length) tick()
      await ticked
      return go()
    })
  expect(await compareCounts(sides(), shapes, countSourceAhead(sides(), shapes))).toEqual([])
})

test('what was counted ahead is not counted again', async () => {
  let counts = 0
  source.answer('Query', (_, go) => (counts++, go()))
  const onSource = countSourceAhead(sides(), [SHAPE])
  expect(await compareCounts(sides(), [SHAPE], onSource)).toEqual([])
  expect(counts).toBe(1)
})

test('a count that failed, was not begun, or is too low ahead, is made when it is asked for', async () => {
  source.answer('Query', () => NOT_LOADED)
  const failing = countSourceAhead(sides(() => Promise.reject(new Error('busy'))), [SHAPE])
  await new Promise((resolve) => setTimeout(resolve, 50))
  source.answer('Query', undefined)
  for (const onSource of [failing, countSourceAhead(sides(), [])]) expect(await compareCounts(sides(), [SHAPE], onSource)).toEqual([])
  const early = countSourceAhead(sides(), [SHAPE])
  expect(await early(SHAPE)).toBe(2)
  for (const side of [source, target]) addCollection(side, 'c', [[1, 1], [2, 2], [3, 3]])
  expect(await compareCounts(sides(), [SHAPE], early)).toEqual([])
})
