import { afterEach, beforeEach, expect, test } from 'vitest'
import { findCollection } from '../milvus/catalog.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import { addCollection, startMilvusDouble, type MilvusDouble } from '../testing/milvus-double.ts'
import { splitKeys } from './split-range.ts'

let source: MilvusDouble
beforeEach(async () => {
  source = await startMilvusDouble()
})
afterEach(() => source.stop())

async function cut(keys: number[], keyType: 'int64' | 'varchar' = 'int64'): Promise<bigint[]> {
  addCollection(source, 'c', keys.map((key) => [key, 0]))
  const shape = (await findCollection(source.server, { database: 'default', name: 'c' })) as CollectionShape
  return splitKeys(source.server, { shape, partition: undefined, total: keys.length, ranges: 3, keyType })
}

test('keys that lie close together far from zero are cut into ranges of about equal numbers', async () => {
  const keys = Array.from({ length: 300 }, (_, i) => 2 ** 52 + i)
  const [first = 0n, second = 0n] = await cut(keys)
  const sizes = [keys.filter((key) => key <= first), keys.filter((key) => key > first && key <= second), keys.filter((key) => key > second)].map(({ length }) => length)
  for (const size of sizes) expect(Math.abs(size - 100)).toBeLessThanOrEqual(20)
})

test('cuts rise, also where few keys leave no room', async () => {
  for (const keys of [[5], [-3, 5], []]) {
    const cuts = await cut(keys)
    for (let i = 1; i < cuts.length; i++) expect(cuts[i]).toBeGreaterThan(cuts[i - 1] ?? 0n)
  }
})

test('VarChar keys are not cut', async () => {
  expect(await cut([1, 2, 3], 'varchar')).toEqual([])
  expect(source.calls).not.toContain('Query')
})
