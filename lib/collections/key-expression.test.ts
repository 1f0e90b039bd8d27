import { expect, test } from 'vitest'
import { keysExpression } from './key-expression.ts'

test('an integer key keeps every digit and loses leading zeros, which Milvus reads as octal', () => {
  expect(keysExpression({ name: 'id', type: 'Int64' }, ['9223372036854775807', '007'])).toBe('id in [9223372036854775807, 7]')
})

test('the least key, whose digits Milvus cannot read, is named by its neighbour', () => {
  expect(keysExpression({ name: 'id', type: 'Int64' }, ['-9223372036854775808'])).toBe('id in [] or id < -9223372036854775807')
})

test('a text key cannot end the string it stands in', () => {
  expect(keysExpression({ name: 'name', type: 'VarChar' }, ['a"] or id > 0 //\\'])).toBe(String.raw`name in ["a\"] or id > 0 //\\"]`)
})

test('what is no integer is refused at its field', () => {
  expect(() => keysExpression({ name: 'id', type: 'Int64' }, ['1 or true'])).toThrow(/whole numbers/)
})
