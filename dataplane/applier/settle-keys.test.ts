// Several partitions: where a key is unique in one partition, and where it is in the whole collection.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ALL_PARTITIONS } from '../journal/entry.ts'
import { findCollection } from '../milvus/catalog.ts'
import { capabilitiesOf } from '../milvus/engines.ts'
import { decode, encode } from '../milvus/proto.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import { addCollection, startMilvusDouble, type MilvusDouble } from '../testing/milvus-double.ts'
import { readPresent, writePresent, type Sides } from './settle-keys.ts'

const LITE = capabilitiesOf({ kind: 'lite', version: '3.2.2' })
const MILVUS = capabilitiesOf({ kind: 'milvus', version: '2.3.5' })
const PARTITIONS = ['_default', 'p']
let source: MilvusDouble
let target: MilvusDouble
let shape: CollectionShape
let sent: string[]

beforeEach(async () => {
  source = await startMilvusDouble('The source')
  target = await startMilvusDouble('The target')
  addCollection(target, 'c')
  addCollection(source, 'c', [[1, 1], [2, 2]])
  shape = (await findCollection(source.server, { database: 'default', name: 'c' }))!
  sent = []
  for (const method of ['Insert', 'Upsert', 'Delete'])
    target.answer(method, (request) => {
      const { partitionName, expr } = decode(`${method}Request`, request) as { partitionName: string; expr?: string }
      sent.push(`${method} ${partitionName}${expr === undefined ? '' : ` ${expr}`}`)
      return undefined
    })
  // Key 1 is in the partition p, key 2 in the default one.
  source.answer('Query', (request, go) => {
    const asked = decode('QueryRequest', request)
    const place = { _default: 'pk in [2]', p: 'pk in [1]' }[(asked.partitionNames as string[])[0] ?? '']
    return place === undefined || asked.expr === place ? go() : go(encode('QueryRequest', { ...asked, expr: `(${String(asked.expr)}) and (${place})` }))
  })
})
afterEach(() => {
  source.stop()
  target.stop()
})

async function settle(sides: Pick<Sides, 'sourceCapabilities' | 'targetCapabilities'>, keys: string[], scope = ALL_PARTITIONS): Promise<void> {
  const all = { source: source.server, target: target.server, ...sides }
  await writePresent(all, shape, await readPresent(all, { shape, partitions: PARTITIONS, keys: new Map([[scope, new Set(keys)]]) }))
}

test('between servers whose keys belong to a partition, one delete takes them out of all partitions and each gets what it has', async () => {
  await settle({ sourceCapabilities: MILVUS, targetCapabilities: MILVUS }, ['1', '2', '3'])
  expect(sent).toEqual(['Delete  pk in [1,2,3]', 'Upsert _default', 'Upsert p'])
  expect(target.rows('c')).toEqual(['1=1', '2=2'])
})

test('a key of one partition beside keys of any is taken out of no other', async () => {
  const all = { source: source.server, target: target.server, sourceCapabilities: MILVUS, targetCapabilities: MILVUS }
  const keys = new Map([[ALL_PARTITIONS, new Set(['1'])], ['p', new Set(['3'])]])
  await writePresent(all, shape, await readPresent(all, { shape, partitions: PARTITIONS, keys }))
  expect(sent).toEqual(['Delete  pk in [1]', 'Upsert p', 'Delete p pk in [3]'])
})

test('a key of one partition is settled there and nowhere else', async () => {
  await settle({ sourceCapabilities: MILVUS, targetCapabilities: MILVUS }, ['1', '3'], 'p')
  expect(sent).toEqual(['Upsert p', 'Delete p pk in [3]'])
})

test('where a key is unique in the collection it is taken out of all partitions before it is put into its own', async () => {
  await settle({ sourceCapabilities: LITE, targetCapabilities: LITE }, ['1', '2', '3'])
  expect(sent).toEqual(['Delete  pk in [1,2,3]', 'Insert _default', 'Insert p'])
  expect(target.rows('c')).toEqual(['1=1', '2=2'])
})

test('a key that a reply leaves out for want of room is not taken for gone', async () => {
  // As Milvus does where an asked-for key has several versions: the reply shows fewer keys than there are.
  addCollection(source, 'c', [[1, 1], [2, 2], [3, 3]])
  addCollection(target, 'c', [[2, 2], [3, 3], [4, 4]])
  source.answer('Query', (request, go) => {
    const asked = decode('QueryRequest', request)
    const first = /^pk in \[(-?\d+),/.exec(String(asked.expr))?.[1]
    return first === undefined || first === '4' ? go() : go(encode('QueryRequest', { ...asked, expr: `pk in [${first}]` }))
  })
  const all = { source: source.server, target: target.server, sourceCapabilities: MILVUS, targetCapabilities: MILVUS }
  await writePresent(all, shape, await readPresent(all, { shape, partitions: ['_default'], keys: new Map([[ALL_PARTITIONS, new Set(['1', '2', '3', '4'])]]) }))
  expect(target.rows('c')).toEqual(['1=1', '2=2', '3=3'])
  expect(sent.at(-1)).toBe('Delete _default pk in [4]')
})

test('partitions of Milvus are read side by side and as of one moment, so that a hundred of them wait for one tick', async () => {
  const partitions = Array.from({ length: 16 }, (_, i) => `p${i}`)
  let [open, most] = [0, 0]
  source.answer('AllocTimestamp', () => encode('AllocTimestampResponse', { status: {}, timestamp: '7' }))
  const moments = new Set<string>()
  source.answer('Query', async (request) => {
    moments.add(String(decode('QueryRequest', request).guaranteeTimestamp))
    most = Math.max(most, ++open)
    await new Promise((resolve) => setTimeout(resolve, 5))
    open--
    return undefined
  })
  const all = { source: source.server, target: target.server, sourceCapabilities: MILVUS, targetCapabilities: MILVUS }
  await readPresent(all, { shape, partitions, keys: new Map([[ALL_PARTITIONS, new Set(['9'])]]) })
  expect(most).toBe(8)
  expect(moments).toEqual(new Set(['7']))
  expect(source.calls.filter((call) => call === 'AllocTimestamp')).toHaveLength(1)
})
