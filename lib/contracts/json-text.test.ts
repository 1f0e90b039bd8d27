import { expect, test } from 'vitest'
import { canonicalJson, prettyJson } from './json-text.ts'

test('pretty JSON keeps every digit and the order of keys', () => {
  expect(prettyJson('{"b":9223372036854775807,"a":[1,{"x":"a,b"}],"e":{},"f":[]}')).toBe(
    '{\n  "b": 9223372036854775807,\n  "a": [\n    1,\n    {\n      "x": "a,b"\n    }\n  ],\n  "e": {},\n  "f": []\n}',
  )
})

test('what is no JSON stays as it is', () => {
  expect(prettyJson('{oops')).toBe('{oops')
  expect(canonicalJson('{oops')).toBe('{oops')
  expect(prettyJson('plain text, with: signs')).toBe('plain text, with: signs')
})

test('JSON is compared by what it says: not by the order of keys, spaces or the way a character is written', () => {
  expect(canonicalJson('{"a": 1, "b": [true, null, "\\u00e9"]}')).toBe(canonicalJson('{"b":[true,null,"é"],"a":1}'))
  expect(canonicalJson('1.50e1')).toBe(canonicalJson('15.0'))
  expect(canonicalJson('[1,2]')).not.toBe(canonicalJson('[2,1]'))
})

test('two large integers that one number cannot tell apart differ', () => {
  expect(canonicalJson('{"a":9007199254740993}')).not.toBe(canonicalJson('{"a":9007199254740992}'))
})
