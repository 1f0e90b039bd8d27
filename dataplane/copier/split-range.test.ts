import { afterEach, beforeEach, expect, test } from 'vitest'
import { findCollection } from '../milvus/catalog.ts'
import { compareKeys } from '../milvus/keys.ts'
import { decode, encode } from '../milvus/proto.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import type { MilvusServer } from '../milvus/server.ts'
import { addCollection, startMilvusDouble, type MilvusDouble } from '../testing/milvus-double.ts'
import { splitKeys } from './split-range.ts'

let source: MilvusDouble
beforeEach(async () => {
  source = await startMilvusDouble()
})
afterEach(() => source.stop())

async function cut(keys: number[]): Promise<bigint[]> {
  addCollection(source, 'c', keys.map((key) => [key, 0]))
  const shape = (await findCollection(source.server, { database: 'default', name: 'c' })) as CollectionShape
  return splitKeys(source.server, { shape, partition: undefined, total: keys.length, ranges: 3, keyType: 'int64' }) as Promise<bigint[]>
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

/** A server that counts these VarChar keys in the order of their bytes. */
function counting(keys: string[]): MilvusServer {
  const answer = (request: Buffer) => {
    const upTo = /^pk <= (".*")$/.exec(decode('QueryRequest', request).expr as string)?.[1]
    if (upTo === undefined) throw new Error('an unexpected expression')
    const bound = JSON.parse(upTo) as string
    const count = keys.filter((key) => compareKeys(key, bound) <= 0).length
    return encode('QueryResults', { status: {}, fieldsData: [{ type: 5, fieldName: 'count(*)', scalars: { longData: { data: [String(count)] } } }] })
  }
  return { call: (_method: string, request: Buffer) => Promise.resolve(answer(request)), check: () => undefined } as unknown as MilvusServer
}

test.each([
  ['numbers behind a word', (i: number) => `customer-${String(i).padStart(8, '0')}`],
  ['hexadecimal', (i: number) => ((i * 2_654_435_761) >>> 0).toString(16).padStart(8, '0')],
  ['letters beyond ASCII', (i: number) => `${String.fromCodePoint(0x4e00 + i)}-你`],
  ['characters that are escaped', (i: number) => `"\\${String.fromCodePoint(0x21 + (i % 90))}${i}`],
])('VarChar keys are cut into ranges of about equal numbers: %s', async (_, keyOf) => {
  const keys = Array.from({ length: 300 }, (_, i) => keyOf(i))
  const shape = { database: 'default', name: 'c', keyField: 'pk' } as CollectionShape
  const cuts = await splitKeys(counting(keys), { shape, partition: undefined, total: keys.length, ranges: 3, keyType: 'varchar' })
  expect(cuts).toHaveLength(2)
  const sizes = [0, 0, 0]
  for (const key of keys) sizes[cuts.filter((cut) => compareKeys(key, cut) > 0).length]! += 1
  for (const size of sizes) expect(Math.abs(size - 100)).toBeLessThanOrEqual(20)
})

test('VarChar keys that are told apart by nothing near their beginning stay in one range', async () => {
  const keys = Array.from({ length: 300 }, (_, i) => `${'a'.repeat(40)}${i}`)
  const shape = { database: 'default', name: 'c', keyField: 'pk' } as CollectionShape
  expect(await splitKeys(counting(keys), { shape, partition: undefined, total: keys.length, ranges: 3, keyType: 'varchar' })).toEqual([])
})
