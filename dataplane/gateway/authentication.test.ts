import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { presentsToken } from './authentication.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest()
const base64 = (text: string) => Buffer.from(text).toString('base64')
const digest = sha256('zdm-secret-1')

test.each([
  ['the token in base64, as SDKs send it', base64('zdm-secret-1')],
  ['a raw bearer token', 'Bearer zdm-secret-1'],
  ['a bearer token in base64', `Bearer ${base64('zdm-secret-1')}`],
  ['a lower-case bearer', 'bearer zdm-secret-1'],
])('%s is accepted', (_name, header) => expect(presentsToken(header, digest)).toBe(true))

test('user and password are accepted as one token', () => {
  expect(presentsToken(base64('root:Milvus'), sha256('root:Milvus'))).toBe(true)
})

test.each([
  ['no header', undefined],
  ['an empty one', ''],
  ['another token', base64('zdm-secret-2')],
  ['a token cut short', base64('zdm-secret-')],
  ['the digest itself', digest.toString('base64')],
  ['a very long one', 'x'.repeat(100_000)],
])('%s is refused', (_name, header) => expect(presentsToken(header, digest)).toBe(false))
