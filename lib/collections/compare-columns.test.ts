import { expect, test } from 'vitest'
import type { FieldData } from './cells.ts'
import { columnsOf, shortCell, wholeCell } from './cells.ts'
import { compareSides, sideRowsOf, unmatched } from './compare-columns.ts'

const ids = (...data: string[]): FieldData => ({ type: 'Int64', field_name: 'id', is_dynamic: false, valid_data: [], scalars: { data: 'long_data', long_data: { data } } as never })
const texts = (...data: string[]): FieldData => ({ type: 'VarChar', field_name: 'text', is_dynamic: false, valid_data: [], scalars: { data: 'string_data', string_data: { data } } as never })
const json = (...data: string[]): FieldData => ({ type: 'JSON', field_name: 'meta', is_dynamic: false, valid_data: [], scalars: { data: 'json_data', json_data: { data: data.map((text) => Buffer.from(text)) } } as never })
const vectors = (dim: number, ...data: number[]): FieldData => ({ type: 'FloatVector', field_name: 'vector', is_dynamic: false, valid_data: [], vectors: { dim: String(dim), data: 'float_vector', float_vector: { data } } as never })

const side = (...fields: FieldData[]) => sideRowsOf([columnsOf(fields, 'id')])
const marks = (result: ReturnType<typeof compareSides>) => result.rows.map(({ key, mark, differing }) => [key, mark, ...differing])

test('rows that differ come first and name the fields; equal ones are told as such', () => {
  const source = side(ids('1', '2', '3'), texts('a', 'b', 'c'), vectors(2, 1, 2, 3, 4, 5, 6))
  const target = side(ids('3', '1', '4'), texts('c', 'x', 'd'), vectors(2, 5, 6, 1, 2.5, 0, 0))
  expect(marks(compareSides(source, target))).toEqual([['1', 'different', 'text', 'vector'], ['2', 'source_only'], ['4', 'target_only'], ['3', 'same']])
  expect(unmatched(source, target)).toEqual({ onTarget: ['2'], onSource: ['4'] })
})

test('JSON that says the same in another order is no difference, one digit is', () => {
  const source = side(ids('1', '2'), json('{"a":1,"b":2}', '{"n":9007199254740993}'))
  const target = side(ids('1', '2'), json('{"b":2, "a":1}', '{"n":9007199254740992}'))
  expect(marks(compareSides(source, target))).toEqual([['2', 'different', 'meta'], ['1', 'same']])
})

test('JSON is shown as it is stored, digit for digit', () => {
  const stored = '{"n": 9007199254740993, "tags": ["a"]}'
  const [, column] = columnsOf([ids('1'), json(stored)], 'id')
  expect(wholeCell(column?.cells[0])).toEqual({ text: stored, cut: false })
  expect(column?.column.kind).toBe('json')
})

test('no value and an empty text differ', () => {
  const empty = { ...texts('', ''), valid_data: [true, true] }
  const none = { ...texts(''), valid_data: [true, false] }
  expect(marks(compareSides(side(ids('1', '2'), empty), side(ids('1', '2'), none)))).toEqual([['2', 'different', 'text'], ['1', 'same']])
})

test('every digit of an integer and the shortest text of a float are kept; a long vector is cut and whole on demand', () => {
  const [key, vector] = columnsOf([ids('9223372036854775807'), vectors(8, Math.fround(0.1), 1, 2, 3, 4, 5, 6, 7)], 'id')
  expect(key?.cells[0]?.text()).toBe('9223372036854775807')
  expect(shortCell(vector?.cells[0])).toEqual({ text: '[0.1, 1, 2, 3, 4, 5, … 8]', cut: true })
  expect(wholeCell(vector?.cells[0])).toEqual({ text: '[0.1, 1, 2, 3, 4, 5, 6, 7]', cut: false })
})
