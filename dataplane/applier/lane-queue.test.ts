import { beforeEach, expect, test } from 'vitest'
import { offset, type EntryOf } from '../journal/entry.ts'
import { RowImages } from '../journal/row-images.ts'
import { Horizon, type Sight } from './horizon.ts'
import { LaneQueue, type LaneItem } from './lane-queue.ts'

let images: RowImages
let queue: LaneQueue
let looks: number
let next: number

beforeEach(() => {
  images = new RowImages()
  images.collect()
  looks = 0
  next = 0
  const onSource = new Horizon({ clock: () => Promise.resolve(String(++looks)), reach: () => Promise.resolve(), signal: new AbortController().signal })
  queue = new LaneQueue({ images, onSource, mostKeys: 10 })
})

function push(keys: string[], { known = true, bytes = 0, more = {} as Partial<EntryOf<'outcome'>> } = {}): void {
  const at = offset(next++)
  if (known) images.keep(at, { kind: 'rows', isInsert: false, partition: '_default', columns: [], keys: [], bytes })
  queue.push({ kind: 'outcome', at, entry: { kind: 'outcome', at: 0, incarnation: 1, intent: offset(0), how: 'done', write: { scope: '*', keys }, ...more } })
}
const ddl = (): LaneItem => ({ kind: 'ddl', at: offset(next++), entry: { kind: 'ddl', at: 0, intent: offset(0), done: true, ddl: { operation: 'create-partition', database: 'default', collection: 'c' } } })
const known = () => queue.known().map(({ entry }) => entry.write.keys.join())
const shown = async () => queue.take(queue.shownBy(await queue.sightOfFirst())).map(({ entry }) => entry.write.keys.join())

test('the entries in front whose images are known go together, up to the first one that has none', () => {
  push(['1'])
  push(['2', '3'])
  push(['4'], { known: false })
  push(['5'])
  expect(known()).toEqual(['1', '2,3'])
})

test('Invariant: a key is in one of them at most, because an image is a whole state', () => {
  push(['1'])
  push(['2'])
  push(['1'])
  expect(known()).toEqual(['1', '2'])
})

test.for([
  ['another incarnation', () => push(['2'], { more: { incarnation: 2 } })],
  ['DDL', () => queue.push(ddl())],
  ['more keys than fit', () => push(Array.from({ length: 10 }, (_, at) => String(at + 2)))],
  ['more bytes than fit', () => push(['2'], { bytes: 9 * 1024 * 1024 })],
] as [string, () => void][])('they end before %s', ([, pushNext]) => {
  push(['1'])
  pushNext()
  expect(known()).toEqual(['1'])
})

test('a write of more keys than go together is read', () => {
  push(Array.from({ length: 11 }, (_, at) => String(at)))
  expect(known()).toEqual([])
})

test('an entry of no keys and no neighbours is known to do nothing', () => {
  push([], { known: false })
  push([], { known: false, more: { carried: [{ scope: '*', keys: ['1'] }] } })
  expect(known()).toEqual([''])
})

test('a backlog in which a key comes again and again is read, once for all', async () => {
  for (let at = 0; at < 40; at++) push([String(at % 2)])
  expect(known()).toEqual([])
  expect(await shown()).toHaveLength(40)
})

test('a backlog of many keys is not', () => {
  for (let at = 0; at < 40; at++) push([String(at)])
  expect(known()).toHaveLength(10)
})

test('what is read takes known entries in front along, and none behind what the sight shows', async () => {
  push(['1'], { known: false })
  const sight = (await queue.sightOfFirst()) as Sight
  push(['2'])
  push(['3'], { known: false })
  push(['4'])
  expect(queue.shownBy(sight)).toBe(1)
  expect(await shown()).toEqual(['1'])
  expect(await shown()).toEqual(['2', '3'])
})

test('where nothing is known of what the source shows all of an incarnation goes together', () => {
  push(['1'], { known: false })
  push(['2'])
  push(['3'], { more: { incarnation: 2 } })
  expect(queue.shownBy(undefined)).toBe(2)
})
