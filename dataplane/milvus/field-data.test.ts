import { expect, test } from 'vitest'
import { idsOfReply } from './entities.ts'
import { columnsOfInsert, int64Column, readKeys, rowCountOf, rowsOfReply, withColumn, writeRequest } from './field-data.ts'
import { decode, encode, type Message } from './proto.ts'
import { readInt64, varint64 } from './wire.ts'

/** A small generator with a seed, so that a failure can be repeated. */
function randomFrom(seed: number): () => number {
  return () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
    return seed / 2 ** 32
  }
}

const EXTREMES = [0n, 1n, -1n, 127n, 128n, 2n ** 49n - 1n, 2n ** 49n, 2n ** 53n + 1n, 2n ** 63n - 1n, -(2n ** 63n)]
const TEXTS = ['', 'a', 'ü€', '😀 "quoted" \\ \n', 'x'.repeat(300)]

function randomInt64(random: () => number): bigint {
  const bits = BigInt(Math.floor(random() * 64))
  return BigInt.asIntN(64, (BigInt(Math.floor(random() * 2 ** 32)) << bits) ^ BigInt(Math.floor(random() * 2 ** 32)))
}

const longs = (values: bigint[]) => ({ type: 5, fieldName: 'pk', fieldId: '100', scalars: { longData: { data: values.map(String) } } })
const strings = (values: string[]) => ({ type: 21, fieldName: 'pk', fieldId: '100', scalars: { stringData: { data: values } } })

test('an int64 varint is what protobuf writes, over the whole range', () => {
  const random = randomFrom(7)
  for (const value of [...EXTREMES, ...Array.from({ length: 2_000 }, () => randomInt64(random))]) {
    const bytes = varint64(value)
    expect(readInt64(bytes, 0)).toEqual({ value, next: bytes.length })
    const message = encode('schema.LongArray', { data: [value.toString()] })
    expect(message.subarray(2).equals(bytes)).toBe(true)
  }
})

test('keys are read as protobuf encodes them: int64 at its extremes, text in any script', () => {
  const random = randomFrom(11)
  for (let round = 0; round < 50; round++) {
    const numbers = [...EXTREMES, ...Array.from({ length: round }, () => randomInt64(random))]
    expect(readKeys(encode('schema.FieldData', longs(numbers)))).toEqual(numbers)
    expect(idsOfReply(encode('MutationResult', { IDs: { intId: { data: numbers.map(String) } } }))).toEqual(numbers)
  }
  expect(readKeys(encode('schema.FieldData', strings(TEXTS)))).toEqual(TEXTS)
  expect(idsOfReply(encode('MutationResult', { IDs: { strId: { data: TEXTS } } }))).toEqual(TEXTS)
  expect(idsOfReply(encode('MutationResult', { insertCnt: '3' }))).toEqual([])
})

test('rows that go from a Query reply into an Insert request are the same columns, byte for byte in meaning', () => {
  const random = randomFrom(3)
  for (let rows = 1; rows < 30; rows++) {
    const keys = Array.from({ length: rows }, () => randomInt64(random))
    const columns: Message[] = [
      longs(keys),
      { type: 101, fieldName: 'vector', fieldId: '101', vectors: { dim: '4', floatVector: { data: Array.from({ length: rows * 4 }, () => Math.fround(random())) } } },
      { type: 23, fieldName: '$meta', isDynamic: true, scalars: { jsonData: { data: keys.map((key) => Buffer.from(JSON.stringify({ note: `ü${key}` }))) } } },
      { type: 21, fieldName: 'text', scalars: { stringData: { data: keys.map((_, i) => TEXTS[i % TEXTS.length]) } }, validData: keys.map((_, i) => i % 3 > 0) },
    ]
    const reply = encode('QueryResults', { status: {}, fieldsData: columns, collectionName: 'c', outputFields: ['pk'] })
    const read = rowsOfReply(reply, 'pk')
    expect(read.keys).toEqual(keys)
    const request = Buffer.concat(writeRequest({ database: 'd', collection: 'c', partition: 'p' }, read.columns, rows))
    const decoded = decode('InsertRequest', request)
    expect(decoded.fieldsData).toEqual(decode('QueryResults', reply).fieldsData)
    expect([decoded.dbName, decoded.collectionName, decoded.partitionName, decoded.numRows]).toEqual(['d', 'c', 'p', rows])
    expect(decode('UpsertRequest', request).fieldsData).toEqual(decoded.fieldsData)
  }
})

test('a key column that the gateway adds leaves the request as it was and carries the ids', () => {
  const request = encode('InsertRequest', { dbName: 'd', collectionName: 'c', numRows: 2, fieldsData: [{ type: 21, fieldName: 'text', scalars: { stringData: { data: ['a', 'b'] } } }] })
  const longer = withColumn(request, int64Column('pk', [2n ** 62n, -5n]))
  expect(longer.subarray(0, request.length).equals(request)).toBe(true)
  const [text, pk] = decode('InsertRequest', longer).fieldsData as Message[]
  expect(text?.fieldName).toBe('text')
  expect([pk?.fieldName, pk?.type, pk?.scalars.longData.data]).toEqual(['pk', 5, [(2n ** 62n).toString(), '-5']])
  expect(columnsOfInsert(longer).map(({ name }) => name)).toEqual(['text', 'pk'])
  expect(rowCountOf(longer)).toBe(2)
})

test('bytes that are no message are refused, not misread', () => {
  const reply = encode('QueryResults', { fieldsData: [longs([1n, 2n, 3n])] })
  expect(() => rowsOfReply(reply.subarray(0, reply.length - 2), 'pk')).toThrow(RangeError)
})
