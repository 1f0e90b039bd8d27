import { expect, test } from 'vitest'
import { shapeOf } from '../milvus/schema.ts'
import { encode } from '../milvus/proto.ts'
import { Incarnations } from './incarnations.ts'

const AT = { database: 'default', name: 'c' }
const shape = (name = 'c') => shapeOf(encode('DescribeCollectionResponse', { status: {}, collectionName: name, schema: { name } }), 'default')

test('a collection that is dropped and made anew under its name is another one', () => {
  const incarnations = new Incarnations()
  const first = incarnations.begin(shape())
  expect(incarnations.end(AT)?.id).toBe(first.id)
  const second = incarnations.begin(shape())
  expect(second.id).not.toBe(first.id)
  expect(incarnations.living(first.id)).toBeUndefined()
  expect(incarnations.find(AT)).toBe(second)
})

test('after a restart a collection keeps its id until it ends, and new ids are new', () => {
  const incarnations = new Incarnations([{ id: 7, ...AT }], 3)
  expect(incarnations.recalledName(7)).toMatchObject(AT)
  expect(incarnations.isRecalled(AT)).toBe(true)
  expect(incarnations.begin(shape()).id).toBe(7)
  expect(incarnations.recalledName(7)).toBeUndefined()
  expect(incarnations.begin(shape('d')).id).toBe(8)
})

test('one that ended before it was looked at again is not recalled any more', () => {
  const incarnations = new Incarnations([{ id: 7, ...AT }])
  expect(incarnations.end(AT)).toMatchObject({ id: 7 })
  expect(incarnations.recalledName(7)).toBeUndefined()
  expect(incarnations.known()).toEqual([])
})

test('an alias leads to its collection, and an alias of that name to nothing new', () => {
  const incarnations = new Incarnations()
  const one = incarnations.begin(shape())
  incarnations.addAlias(AT, 'other')
  incarnations.addAlias(AT, 'c')
  expect(incarnations.find({ database: 'default', name: 'other' })).toBe(one)
  expect(incarnations.realName(AT)).toBe('c')
})

test('ten thousand collections that are recalled are each found at once', () => {
  const recalled = Array.from({ length: 10_000 }, (_, i) => ({ id: i + 1, database: 'default', name: `c${i}` }))
  const incarnations = new Incarnations(recalled)
  for (const { id, name } of recalled) expect(incarnations.recalledName(id)?.name).toBe(name)
  expect(incarnations.known()).toHaveLength(10_000)
})
