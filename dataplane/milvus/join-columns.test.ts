import { expect, test } from 'vitest'
import { rowsOfReply, type Rows } from './field-data.ts'
import { joinRows } from './join-columns.ts'
import { decode, encode, type Message } from './proto.ts'

/** Rows with one column beside the key. */
function rows(keys: number[], column: Message): Rows {
  const key = { type: 5, fieldName: 'pk', scalars: { longData: { data: keys.map(String) } } }
  return rowsOfReply(encode('QueryResults', { fieldsData: [key, column] }), 'pk')
}

const columnOf = (joined: Rows | undefined, name: string) => decode('schema.FieldData', joined!.columns.find((column) => column.name === name)!.bytes)

/** A column of each kind that is joined: `of(values)` makes one, `two` are the values of two writes. */
const KINDS: [string, Message, Message][] = [
  ['bool', { boolData: { data: [true, false] } }, { boolData: { data: [true] } }],
  ['int32', { intData: { data: [1, -2] } }, { intData: { data: [0] } }],
  ['int64', { longData: { data: ['1', '-9223372036854775808'] } }, { longData: { data: ['9223372036854775807'] } }],
  ['float', { floatData: { data: [0.5, -1.5] } }, { floatData: { data: [0] } }],
  ['double', { doubleData: { data: [0.5, -1.5] } }, { doubleData: { data: [0] } }],
  ['string', { stringData: { data: ['a', ''] } }, { stringData: { data: ['ü€😀'] } }],
  ['JSON', { jsonData: { data: [Buffer.from('{"a":1}'), Buffer.from('{}')] } }, { jsonData: { data: [Buffer.from('[]')] } }],
]

test.for(KINDS)('values of two writes stand behind each other: %s', ([name, first, second]) => {
  const joined = joinRows([rows([1, 2], { type: 7, fieldName: name, fieldId: '101', scalars: first }), rows([3], { type: 7, fieldName: name, fieldId: '101', scalars: second })])
  const [arm] = Object.keys(first)
  const values = (of: Message) => (of[arm!] as { data: unknown[] }).data
  expect(joined!.keys).toEqual([1n, 2n, 3n])
  expect(columnOf(joined, 'pk').scalars).toMatchObject({ longData: { data: ['1', '2', '3'] } })
  const column = columnOf(joined, name)
  expect(column).toMatchObject({ type: 7, fieldName: name, fieldId: '101' })
  expect(values(column.scalars as Message)).toEqual([...values(first), ...values(second)])
})

const vector = (dim: number, data: number[]) => ({ type: 101, fieldName: 'emb', vectors: { dim: String(dim), floatVector: { data } } })

test('float vectors of one dimension stand behind each other', () => {
  const joined = joinRows([rows([1], vector(2, [1, 2])), rows([2, 3], vector(2, [3, 4, 5, 6]))])
  expect(columnOf(joined, 'emb')).toMatchObject({ type: 101, vectors: { dim: '2', floatVector: { data: [1, 2, 3, 4, 5, 6] } } })
})

test('vectors that are bytes stand behind each other', () => {
  const binary = (...bytes: number[]) => ({ type: 100, fieldName: 'emb', vectors: { dim: '8', binaryVector: Buffer.from(bytes) } })
  const joined = joinRows([rows([1], binary(1)), rows([2, 3], binary(2, 3))])
  expect(columnOf(joined, 'emb')).toMatchObject({ type: 100, vectors: { dim: '8', binaryVector: Buffer.from([1, 2, 3]) } })
})

test('arrays stand behind each other, each with its own length', () => {
  const array = (...lists: number[][]) => ({ type: 22, fieldName: 'tags', scalars: { arrayData: { data: lists.map((data) => ({ longData: { data: data.map(String) } })), elementType: 5 } } })
  const joined = joinRows([rows([1], array([1, 2])), rows([2, 3], array([3], [4, 5]))])
  expect(columnOf(joined, 'tags')).toMatchObject(array([1, 2], [3], [4, 5]))
})

test('columns in another order are found by their names', () => {
  const [first, second] = [rows([1], vector(1, [1])), rows([2], vector(1, [2]))]
  const joined = joinRows([first, { ...second, columns: second.columns.toReversed() }])
  expect(joined!.columns.map(({ name }) => name)).toEqual(['pk', 'emb'])
  expect(columnOf(joined, 'emb')).toMatchObject({ vectors: { floatVector: { data: [1, 2] } } })
})

const masked = { type: 5, fieldName: 'emb', scalars: { longData: { data: ['1'] } }, validData: [true] }
const sparse = { type: 104, fieldName: 'emb', vectors: { dim: '3', sparseFloatVector: { contents: [Buffer.alloc(8)], dim: '3' } } }
const APART: [string, Message, Message][] = [
  ['masks', masked, masked],
  ['sparse vectors', sparse, sparse],
  ['other dimensions', vector(1, [1]), vector(2, [1, 2])],
  ['other types', vector(1, [1]), { ...vector(1, [1]), type: 102 }],
  ['other columns', vector(1, [1]), { ...vector(1, [1]), fieldName: 'other' }],
]

test.for(APART)('what cannot be put behind each other is not joined: %s', ([, first, second]) => {
  expect(joinRows([rows([1], first), rows([2], second)])).toBeUndefined()
})

test('the rows of one write are left as they are', () => {
  const one = rows([1], vector(1, [1]))
  expect(joinRows([one])).toBe(one)
})
