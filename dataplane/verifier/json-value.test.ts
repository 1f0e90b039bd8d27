import { expect, test } from 'vitest'
import { isSameJson } from './json-value.ts'

const same = (a: string, b: string) => isSameJson(Buffer.from(a), Buffer.from(b))

test.each([
  ['{"a":1,"b":2}', '{ "b": 2, "a": 1 }'],
  ['1', '1.0'],
  ['10', '1e1'],
  ['0', '-0.0'],
  ['0.1', '0.10000000000000001'],
  ['100000000000000000000', '1e20'],
  ['"\\u00fc"', '"ü"'],
  ['[NaN, -Infinity]', '[ NaN,-Infinity ]'],
  ['{"a":{"b":[{}]}}', '{"a":{"b":[{}]}} '],
])('%s means the same as %s', (a, b) => expect(same(a, b)).toBe(true))

test.each([
  ['9007199254740993', '9007199254740992'],
  ['1', '"1"'],
  ['"n1"', '1'],
  ['null', '{}'],
  ['{"a":null}', '{}'],
  ['[1,2]', '[2,1]'],
  ['{"0":1}', '[1]'],
  ['{"a":1}', '{"A":1}'],
  ['0.1', '0.2'],
  ['true', '1'],
  ['{"__proto__":1}', '{}'],
  ['not json', 'not json at all'],
])('%s is another value than %s', (a, b) => {
  expect(same(a, b)).toBe(false)
  expect(same(b, a)).toBe(false)
})

test('bytes that are no text are the same only as bytes', () => {
  expect(isSameJson(Buffer.from([0x22, 0xff, 0x22]), Buffer.from([0x22, 0xfe, 0x22]))).toBe(false)
  expect(isSameJson(Buffer.from([0xff]), Buffer.from([0xff]))).toBe(true)
})
