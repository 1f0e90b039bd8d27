import { expect, test } from 'vitest'
import { ALL_PARTITIONS, offset, type KeyScope } from '../journal/entry.ts'
import type { RowImage } from '../journal/row-images.ts'
import { columnsOfInsert, readKeys } from '../milvus/field-data.ts'
import { encode } from '../milvus/proto.ts'
import { knownState, type Imaged } from './known-state.ts'

const longs = (fieldName: string, values: number[]) => ({ type: 5, fieldName, scalars: { longData: { data: values.map(String) } } })
const sparse = { type: 104, fieldName: 'v', vectors: { dim: '1', sparseFloatVector: { contents: [Buffer.alloc(8)], dim: '1' } } }

function of(scope: KeyScope, keys: number[], image: RowImage): Imaged {
  return { image, entry: { kind: 'outcome', at: 0, incarnation: 1, intent: offset(0), how: 'done', write: { scope, keys: keys.map(String) } } }
}

type Wrote = { isInsert?: boolean; partition?: string | undefined; columns?: object[] }

function wrote(keys: number[], given: Wrote = {}): Imaged {
  const { isInsert, partition, columns } = { isInsert: false, partition: '_default', columns: [longs('a', keys)], ...given }
  const sent = columnsOfInsert(encode('InsertRequest', { fieldsData: [longs('pk', keys), ...columns], numRows: keys.length }))
  return of(ALL_PARTITIONS, keys, { kind: 'rows', isInsert, partition, columns: sent, keys: keys.map(BigInt), bytes: 10 })
}
const deleted = (keys: number[], scope: KeyScope = ALL_PARTITIONS) => of(scope, keys, { kind: 'gone' })

const ONE = { keyType: 'int64', partitions: ['_default'] } as const
const TWO = { keyType: 'int64', partitions: ['_default', 'p'] } as const

test('rows of several writes are one part, what is gone another', () => {
  const state = knownState([wrote([1]), deleted([2]), wrote([3, 4]), deleted([5])], ONE)!
  expect(state.everywhere).toEqual([])
  expect(state.parts.map(({ partition, keys }) => [partition, keys])).toEqual([['_default', [1n, 3n, 4n]], ['_default', [2n, 5n]]])
  expect(state.parts[0]!.rows.columns.map(({ name, bytes }) => [name, readKeys(bytes)])).toEqual([['pk', [1n, 3n, 4n]], ['a', [1n, 3n, 4n]]])
  expect(state.parts[1]!.rows.keys).toEqual([])
})

test('where there are several partitions each has its rows, and a delete without one takes them everywhere', () => {
  const state = knownState([wrote([1], { isInsert: true }), wrote([2], { isInsert: true, partition: 'p' }), deleted([3]), deleted([4], 'p')], TWO)!
  expect(state.everywhere).toEqual([3n])
  expect(state.parts.map(({ partition, keys, rows }) => [partition, keys, rows.keys])).toEqual([['_default', [1n], [1n]], ['p', [2n], [2n]], ['p', [4n], []]])
})

test('a partition-key collection has parts without a partition', () => {
  const state = knownState([wrote([1], { partition: undefined }), deleted([2])], { keyType: 'int64', partitions: [undefined] })!
  expect(state.parts.map(({ partition, keys }) => [partition, keys])).toEqual([[undefined, [1n]], [undefined, [2n]]])
})

test.for([
  ['an Upsert among several partitions, from which it may take its key or not', [wrote([1])], TWO],
  ['rows of a partition that is gone', [wrote([1], { isInsert: true, partition: 'dropped' })], TWO],
  ['a delete in a partition that is gone', [deleted([1], 'dropped')], TWO],
  ['many writes whose rows cannot be joined', Array.from({ length: 5 }, (_, key) => wrote([key], { columns: [sparse] })), ONE],
] as [string, Imaged[], typeof ONE][])('the source has to be read for %s', ([, imaged, collection]) => {
  expect(knownState(imaged, collection)).toBeUndefined()
})

test('a few writes whose rows cannot be joined are a part each', () => {
  expect(knownState([wrote([1], { columns: [sparse] }), wrote([2], { columns: [sparse] })], ONE)!.parts).toHaveLength(2)
})
