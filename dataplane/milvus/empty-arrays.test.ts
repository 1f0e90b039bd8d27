import { expect, test } from 'vitest'
import { withEmptyLists } from './empty-arrays.ts'
import { decode, encode, type Message } from './proto.ts'

const column = (rows: Message[]) => encode('schema.FieldData', { type: 22, fieldName: 'list', fieldId: '101', scalars: { arrayData: { data: rows, elementType: 5 } }, validData: [true] })
const filled = (bytes: Buffer, elementType: number) => withEmptyLists({ name: 'list', bytes }, elementType).bytes

test.each([
  [1, 'boolData'], [2, 'intData'], [3, 'intData'], [4, 'intData'], [5, 'longData'], [10, 'floatData'], [11, 'doubleData'], [21, 'stringData'],
])('an empty array of elements of type %i is inserted as an empty list, without which Milvus 2.3 crashes', (elementType, arm) => {
  const found = decode('schema.FieldData', filled(column([{}]), elementType))
  expect(Object.keys((found.scalars.arrayData.data as Message[])[0]!)).toEqual([arm])
})

test('rows that hold something, the order of rows and all else of the column stay as they are', () => {
  const rows = [{ longData: { data: ['1', '2'] } }, { longData: { data: [] } }, { longData: { data: ['3'] } }]
  expect(filled(column([rows[0]!, {}, rows[2]!]), 5).equals(column(rows))).toBe(true)
  expect(filled(column(rows), 5).equals(column(rows))).toBe(true)
})
