import { expect, test } from 'vitest'
import { decode, encode } from '../milvus/proto.ts'
import { bytesField, stringField } from '../milvus/wire.ts'
import { emptyCollection } from '../testing/empty-collection.ts'
import { deleteOfKeys } from './decode-write.ts'

const WORDS = { ...emptyCollection('c'), keyType: 'varchar' as const }

test('a delete of keys keeps all but the expression and its templates', () => {
  const sent = { dbName: 'd', collectionName: 'c', partitionName: 'p', consistencyLevel: 2 }
  // A field that we do not know, and a template.
  const more = Buffer.concat([stringField(99, 'later'), bytesField(8, stringField(1, 'x'))])
  const message = deleteOfKeys(Buffer.concat([encode('DeleteRequest', { ...sent, expr: 'a == {x}' }), more]), WORDS, ['a "b"', 'c'])!
  expect(decode('DeleteRequest', message)).toMatchObject({ ...sent, expr: 'pk in ["a \\"b\\"","c"]' })
  expect(message.includes(stringField(99, 'later'))).toBe(true)
  expect(message.includes(bytesField(8, stringField(1, 'x')))).toBe(false)
})

test('a list that is too long to be parsed at once is none', () => {
  const keys = Array.from({ length: 20 }, (_, at) => String(at).padEnd(60_000, 'x'))
  expect(deleteOfKeys(encode('DeleteRequest', { expr: 'a == 1' }), WORDS, keys)).toBeUndefined()
})
