import { afterEach, beforeEach, expect, test } from 'vitest'
import { offset, type IncarnationId, type JournalOffset } from '../journal/entry.ts'
import { silentLogger } from '../lifecycle/logger.ts'
import { nameOf } from '../milvus/catalog.ts'
import { capabilitiesOf } from '../milvus/engines.ts'
import { encode } from '../milvus/proto.ts'
import { emptyCollection } from '../testing/empty-collection.ts'
import { addCollection, startMilvusDouble, type MilvusDouble } from '../testing/milvus-double.ts'
import { CountsAhead } from './count-ahead.ts'

const MILVUS = capabilitiesOf({ kind: 'milvus', version: '2.3.5' })
const collection = (id: number, name: string) => ({ id: id as IncarnationId, database: 'default', name, shape: emptyCollection(name) })

let source: MilvusDouble
let target: MilvusDouble
/** By name, where the newest entry about it stands. */
let touched: Map<string, JournalOffset>
let applied: number
let madeReadable: string[]
let counts: CountsAhead

beforeEach(async () => {
  source = await startMilvusDouble('The source')
  target = await startMilvusDouble('The target')
  touched = new Map()
  applied = 0
  madeReadable = []
  const ensureReadable = ({ name }: { name: string }) => Promise.resolve(void madeReadable.push(name))
  const sides = { source: source.server, target: target.server, sourceCapabilities: MILVUS, targetCapabilities: MILVUS, ensureReadable }
  const applier = { get appliedOffset() { return offset(applied) }, isTouchedSince: (name: string, at: JournalOffset) => (touched.get(name) ?? -1) >= at }
  counts = new CountsAhead(sides, applier, silentLogger)
})
afterEach(() => {
  source.stop()
  target.stop()
})

const onBoth = (name: string) => [source, target].forEach((side) => addCollection(side, name, [[1, 1]]))
const counted = () => source.calls.filter((method) => method === 'Query').length

test('what agreed is settled until an entry touches it, and only what is not settled is counted again', async () => {
  const [a, b] = [collection(1, 'a'), collection(2, 'b')]
  onBoth('a')
  onBoth('b')
  await counts.count([a, b])
  expect([counts.isSettled(a), counts.isSettled(b), counted()]).toEqual([true, true, 2])
  touched.set(nameOf(b), offset(7))
  expect([counts.isSettled(a), counts.isSettled(b)]).toEqual([true, false])
  applied = 8
  await counts.count([a, b])
  expect([counts.isSettled(b), counted()]).toEqual([true, 3])
})

test('a collection that a client made and did not load is loaded while nothing is held', async () => {
  const made = collection(1, 'made')
  onBoth('made')
  source.answer('Query', () => (madeReadable.length > 0 ? undefined : encode('QueryResults', { status: { errorCode: 1, code: 101, reason: 'collection not loaded' } })))
  await counts.count([made])
  expect([madeReadable, counts.isSettled(made)]).toEqual([['made'], true])
})

test('a collection whose counts differ, or that is gone, is left for the count in the hold', async () => {
  const [more, gone] = [collection(1, 'more'), collection(2, 'gone')]
  addCollection(source, 'more', [[1, 1]])
  addCollection(target, 'more', [[1, 1], [2, 2]])
  await counts.count([more, gone])
  expect([counts.isSettled(more), counts.isSettled(gone)]).toEqual([false, false])
})
