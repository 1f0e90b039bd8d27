import { expect, test } from 'vitest'
import { decode, encode, type Message } from './proto.ts'
import { withValueMask } from './value-mask.ts'

const MASK = [true, false, true, true, false]
const column = (more: Message): Message => ({ type: 5, fieldName: 'n', fieldId: '101', ...more })
const masked = (more: Message, rows = MASK.length) => {
  const { bytes } = withValueMask({ name: 'n', bytes: encode('schema.FieldData', column(more)) }, rows)
  return decode('schema.FieldData', bytes)
}

test.each<[string, Message, Message]>([
  ['bool', { boolData: { data: [true, false, false, true, false] } }, { boolData: { data: [true, false, true] } }],
  ['int', { intData: { data: [-1, 0, 300, 7, 0] } }, { intData: { data: [-1, 300, 7] } }],
  ['int64', { longData: { data: ['-9223372036854775808', '0', '1', '9223372036854775807', '0'] } }, { longData: { data: ['-9223372036854775808', '1', '9223372036854775807'] } }],
  ['float', { floatData: { data: [0.5, 0, 1.5, -2, 0] } }, { floatData: { data: [0.5, 1.5, -2] } }],
  ['double', { doubleData: { data: [0.1, 0, 0.2, 0.3, 0] } }, { doubleData: { data: [0.1, 0.2, 0.3] } }],
  ['text', { stringData: { data: ['', '', 'ü', 'c', ''] } }, { stringData: { data: ['', 'ü', 'c'] } }],
  ['json', { jsonData: { data: ['{}', 'null', '[1]', '2', 'null'].map((text) => Buffer.from(text)) } }, { jsonData: { data: ['{}', '[1]', '2'].map((text) => Buffer.from(text)) } }],
  [
    'array',
    { arrayData: { elementType: 5, data: [1, 0, 2, 3, 0].map((n) => ({ longData: { data: n ? [`${n}`] : [] } })) } },
    { arrayData: { elementType: 5, data: [1, 2, 3].map((n) => ({ longData: { data: [`${n}`] } })) } },
  ],
])('a nullable %s column is inserted with the values that are there', (_, scalars, left) => {
  const found = masked({ scalars, validData: MASK })
  expect(found.validData).toEqual(MASK)
  expect(found.scalars).toMatchObject(left)
  // What is so already stays so.
  expect(masked({ scalars: left, validData: MASK })).toEqual(found)
})

test.each<[string, Message, Message]>([
  ['float', { dim: '2', floatVector: { data: [1, 2, 0, 0, 3, 4, 5, 6, 0, 0] } }, { dim: '2', floatVector: { data: [1, 2, 3, 4, 5, 6] } }],
  ['binary', { dim: '16', binaryVector: Buffer.from([1, 2, 0, 0, 3, 4, 5, 6, 0, 0]) }, { dim: '16', binaryVector: Buffer.from([1, 2, 3, 4, 5, 6]) }],
  ['float16', { dim: '1', float16Vector: Buffer.from([1, 2, 0, 0, 3, 4, 5, 6, 0, 0]) }, { dim: '1', float16Vector: Buffer.from([1, 2, 3, 4, 5, 6]) }],
  ['int8', { dim: '1', int8Vector: Buffer.from([1, 0, 2, 3, 0]) }, { dim: '1', int8Vector: Buffer.from([1, 2, 3]) }],
  ['sparse', { dim: '9', sparseFloatVector: { dim: '9', contents: ['a', '', 'b', 'c', ''].map((text) => Buffer.from(text)) } }, { sparseFloatVector: { dim: '9', contents: ['a', 'b', 'c'].map((text) => Buffer.from(text)) } }],
])('a nullable %s vector is inserted with the values that are there, from a reply with or without room for the others', (_, vectors, left) => {
  const found = masked({ vectors, validData: MASK })
  expect(found.vectors).toMatchObject(left)
  expect(masked({ vectors: { ...vectors, ...left }, validData: MASK }).vectors).toMatchObject(left)
})

test('a column without a mask has all of its values there, and says so', () => {
  const scalars = { longData: { data: ['1', '2', '3'] } }
  expect(masked({ scalars }, 3)).toMatchObject({ scalars, validData: [true, true, true] })
})

test('a column whose values are none of them there is empty and has its mask', () => {
  expect(masked({ scalars: { stringData: { data: ['', ''] } }, validData: [false, false] }, 2)).toMatchObject({ scalars: { stringData: { data: [] } }, validData: [false, false] })
})

test('a column that fits neither way is no column', () => {
  expect(() => masked({ scalars: { longData: { data: ['1'] } }, validData: MASK })).toThrow(RangeError)
})
