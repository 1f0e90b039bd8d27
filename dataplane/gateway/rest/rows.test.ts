import { expect, test } from 'vitest'
import { loadMessages } from './messages.ts'
import { rowsOf } from './rows.ts'

async function decoded(fieldsData: unknown[]): Promise<Record<string, unknown>[]> {
  const messages = await loadMessages()
  return rowsOf(messages.decode('milvus.QueryResults', messages.encode('milvus.QueryResults', { fieldsData })).fieldsData)
}

test('columns become rows: keys, text, vectors and dynamic fields', async () => {
  const rows = await decoded([
    { fieldName: 'id', type: 5, scalars: { longData: { data: ['1', '9007199254740993'] } } },
    { fieldName: 'word', type: 21, scalars: { stringData: { data: ['a', 'b'] } } },
    { fieldName: 'vector', type: 101, vectors: { dim: 2, floatVector: { data: [1, 2, 3, 4] } } },
    {
      fieldName: '$meta',
      type: 23,
      isDynamic: true,
      scalars: { jsonData: { data: [Buffer.from('{"tag":"x"}'), Buffer.from('{}')] } },
    },
  ])
  expect(rows).toEqual([
    { id: 1, word: 'a', vector: [1, 2], tag: 'x' },
    { id: '9007199254740993', word: 'b', vector: [3, 4] },
  ])
})

test('nulls are found in masks over every row and over present rows only', async () => {
  const full = { fieldName: 'full', type: 4, validData: [true, false, true], scalars: { intData: { data: [1, 0, 3] } } }
  const compact = { fieldName: 'compact', type: 4, validData: [true, false, true], scalars: { intData: { data: [1, 3] } } }
  expect(await decoded([full, compact])).toEqual([
    { full: 1, compact: 1 },
    { full: null, compact: null },
    { full: 3, compact: 3 },
  ])
})
