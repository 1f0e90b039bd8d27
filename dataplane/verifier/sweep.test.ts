import { afterEach, beforeEach, expect, test } from 'vitest'
import { findCollection } from '../milvus/catalog.ts'
import { capabilitiesOf } from '../milvus/engines.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import { addCollection, startMilvusDouble, type MilvusDouble } from '../testing/milvus-double.ts'
import { unmatchedKeys } from './sweep.ts'

let source: MilvusDouble
let target: MilvusDouble
beforeEach(async () => {
  source = await startMilvusDouble('The source')
  target = await startMilvusDouble('The target')
})
afterEach(() => {
  source.stop()
  target.stop()
})

async function sweep(onSource: number[], onTarget: number[], kinds: ['lite' | 'milvus', 'lite' | 'milvus'] = ['milvus', 'milvus'], most?: number): Promise<string[][]> {
  addCollection(source, 'c', onSource.map((key) => [key, 0]))
  addCollection(target, 'c', onTarget.map((key) => [key, 0]))
  const shape = (await findCollection(source.server, { database: 'default', name: 'c' })) as CollectionShape
  const [sourceCapabilities, targetCapabilities] = kinds.map((kind) => capabilitiesOf({ kind, version: kind === 'lite' ? '3.2.2' : '2.3.5' }))
  const pieces: string[][] = []
  const sides = { source: source.server, target: target.server, sourceCapabilities: sourceCapabilities!, targetCapabilities: targetCapabilities! }
  for await (const piece of unmatchedKeys(sides, shape, most)) pieces.push(piece)
  return pieces
}

test.each([[['milvus', 'milvus']], [['lite', 'lite']], [['milvus', 'lite']]] as ['lite' | 'milvus', 'lite' | 'milvus'][][])('keys of one side only are named, from %s', async (kinds) => {
  expect(await sweep([1, 2, 3, 9], [-5, 2, 3, 4], kinds)).toEqual([['-5', '1', '4', '9']])
  expect(await sweep([], [7], kinds)).toEqual([['7']])
  expect(await sweep([7], [], kinds)).toEqual([['7']])
})

test('sides with the same keys name none', async () => {
  expect(await sweep([1, 2, 3], [1, 2, 3])).toEqual([])
  expect(await sweep([], [])).toEqual([])
})

test('what differs comes in pieces, so that no journal entry grows with the collection', async () => {
  expect(await sweep([1, 2, 3, 4, 5], [], undefined, 2)).toEqual([['1', '2'], ['3', '4'], ['5']])
})
