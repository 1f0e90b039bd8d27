import { expect, test } from 'vitest'
import { between, compareKeys, inList, keyFromText, keysOfExpr, keyToText, literal } from './keys.ts'

const LEAST = -(2n ** 63n)
const GREATEST = 2n ** 63n - 1n

test('an int64 key survives text and list at both ends of its range', () => {
  for (const key of [LEAST, -1n, 0n, 2n ** 53n + 1n, GREATEST]) {
    expect(keyFromText(keyToText(key), 'int64')).toBe(key)
    if (key !== LEAST) expect(keysOfExpr(inList('pk', [key]), 'pk', 'int64')).toEqual([key])
  }
})

test('the least int64 is found without its digits, which Milvus cannot read', () => {
  expect(inList('pk', [1n, LEAST])).toBe('pk in [1] or pk < -9223372036854775807')
  expect(inList('pk', [LEAST])).toBe('pk in [] or pk < -9223372036854775807')
})

test('plain lists and single values are keys', () => {
  expect(keysOfExpr('pk in [1, 2 ,-3]', 'pk', 'int64')).toEqual([1n, 2n, -3n])
  expect(keysOfExpr(' pk  IN [1,] ', 'pk', 'int64')).toEqual([1n])
  expect(keysOfExpr('pk == 7', 'pk', 'int64')).toEqual([7n])
  expect(keysOfExpr('pk in []', 'pk', 'int64')).toEqual([])
  expect(keysOfExpr(`name in ["a", 'b', "ü😀"]`, 'name', 'varchar')).toEqual(['a', 'b', 'ü😀'])
  expect(keysOfExpr('name == "x, y] or (z"', 'name', 'varchar')).toEqual(['x, y] or (z'])
})

test.each([
  'pk not in [1]', 'not pk in [1]', 'pk in [1] or pk in [2]', 'pk in [1] and a == 2', 'pk in [1] || true', 'other in [1]', 'pkk in [1]',
  'a.pk in [1]', '(pk in [1])', 'pk != 1', 'pk == 1 or a == 1', 'pk in [1]; pk in [2]', 'pk in [a]', 'pk in [1.0]', 'pk in [1 2]', 'pk in [{keys}]',
  'pk in {keys}', 'pk == ', 'pk in [1,,2]', 'pk in [+1]', 'pk in [0x10]', '', 'pk', 'pk > 1', 'PK in [1]', 'PK == 1', 'pk in [010]', 'pk == 07', 'pk in [1e3]',
])('`%s` is an expression, no list of int64 keys', (expr) => {
  expect(keysOfExpr(expr, 'pk', 'int64')).toBeUndefined()
})

test.each(['n in ["a\\"b"]', 'n in ["a\\\\"]', `n in ["a'b"]`, 'n in ["a" "b"]', 'n in ["a"] or n in ["b"]', 'n == "a" or n == "b"', 'n in [u8"a"]', 'n in [a]', 'n like "a%"', 'n in [1]'])(
  '`%s` is an expression, no list of VarChar keys',
  (expr) => expect(keysOfExpr(expr, 'n', 'varchar')).toBeUndefined(),
)

test('a VarChar key cannot leave its literal', () => {
  expect(literal('a"] or true or n in ["')).toBe('"a\\"] or true or n in [\\""')
  expect(literal('\\')).toBe('"\\\\"')
  expect(literal('a\n\r\tb')).toBe('"a\\n\\r\\tb"')
})

test('keys are ordered as Milvus sorts them: numbers by value, VarChar by UTF-8 bytes', () => {
  expect([10n, -1n, 9n, GREATEST, LEAST].sort(compareKeys)).toEqual([LEAST, -1n, 9n, 10n, GREATEST])
  // By UTF-16 the emoji would come first.
  expect(['😀', '\uffee', 'a', 'B', ''].sort(compareKeys)).toEqual(['', 'B', 'a', '\uffee', '😀'])
})

test('a range without bounds still names an expression that every key fulfils', () => {
  expect(between('pk', undefined, undefined, 'int64')).toBe('pk <= 9223372036854775807')
  expect(between('n', undefined, undefined, 'varchar')).toBe('n >= ""')
  expect(between('pk', 1n, 5n, 'int64')).toBe('pk > 1 and pk <= 5')
})
