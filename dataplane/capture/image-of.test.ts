import { expect, test } from 'vitest'
import type { RowImage } from '../journal/row-images.ts'
import { encode } from '../milvus/proto.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import { varintField } from '../milvus/wire.ts'
import { addressOf, captureOf } from './decode-write.ts'
import { imageOf } from './image-of.ts'

const SHAPE = { database: 'default', name: 'c', keyField: 'pk', keyType: 'int64', autoId: false, columns: ['pk', 'a'], maskedColumns: [], hasPartitionKey: false } as unknown as CollectionShape
const OK = encode('MutationResult', { status: {} })

const longs = (fieldName: string, values: number[]) => ({ type: 5, fieldName, scalars: { longData: { data: values.map(String) } } })
const request = (keys: number[], columns = [longs('a', keys)], more: object = {}) =>
  encode('InsertRequest', { collectionName: 'c', fieldsData: [longs('pk', keys), ...columns], numRows: keys.length, ...more })

function image(method: string, message: Buffer, { shape = SHAPE, reply = OK }: { shape?: CollectionShape; reply?: Buffer } = {}): RowImage | undefined {
  const to = addressOf(message, '')
  return imageOf({ method, message, to, captured: captureOf(method, message, to, shape) }, reply, shape)
}

test('an Upsert and an Insert leave the rows behind that they name', () => {
  expect(image('Upsert', request([1, 2]))).toMatchObject({ kind: 'rows', isInsert: false, partition: '_default', keys: [1n, 2n], columns: [{ name: 'pk' }, { name: 'a' }] })
  expect(image('Insert', request([1], undefined, { partitionName: 'p' }))).toMatchObject({ kind: 'rows', isInsert: true, partition: 'p', keys: [1n] })
})

test('in a partition-key collection they name no partition', () => {
  expect(image('Upsert', request([1]), { shape: { ...SHAPE, hasPartitionKey: true } })).toMatchObject({ partition: undefined })
})

test('the column of dynamic fields is known by its mark where it has no name, as pymilvus sends it', () => {
  const meta = { type: 23, isDynamic: true, scalars: { jsonData: { data: [Buffer.from('{}')] } } }
  const found = image('Upsert', request([1], [longs('a', [1]), meta as never]), { shape: { ...SHAPE, columns: ['pk', 'a', '$meta'] } })
  expect(found).toMatchObject({ columns: [{ name: 'pk' }, { name: 'a' }, { name: '$meta' }] })
})

test('a delete leaves nothing behind', () => {
  expect(image('Delete', encode('DeleteRequest', { collectionName: 'c', expr: 'pk in [1]' }))).toEqual({ kind: 'gone' })
})

const UNUSUAL: [string, Buffer, { shape?: CollectionShape; reply?: Buffer }?][] = [
  ['a column is missing, which the server fills or keeps', request([1], [])],
  ['there is a column that the schema has not', request([1], [longs('a', [1]), longs('b', [1])])],
  ['a key is named twice', request([1, 1])],
  ['the number of rows is another one', request([1, 2], undefined, { numRows: 1 })],
  ['the request asks for something newer than whole rows, such as a partial update', Buffer.concat([request([1]), varintField(9, 1)])],
  ['the server gives the ids', request([1]), { shape: { ...SHAPE, autoId: true } }],
  ['values may be left out', request([1]), { shape: { ...SHAPE, maskedColumns: ['a'] } }],
  ['the server did not take all rows', request([1]), { reply: encode('MutationResult', { status: {}, errIndex: [0] }) }],
]

test.for(UNUSUAL)('there is no image where %s', ([, message, options]) => {
  expect(image('Upsert', message, options)).toBeUndefined()
})
