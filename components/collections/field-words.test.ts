import { expect, test } from 'vitest'
import type { FieldDetail } from '@/lib/contracts/collections-api'
import { fieldMarks, fieldTypeText } from './field-words'

const field = (over: Partial<FieldDetail>): FieldDetail => ({
  name: 'f', description: '', type: 'Int64', elementType: null, primaryKey: false, autoId: false, nullable: false, defaultValue: null,
  partitionKey: false, clusteringKey: false, functionOutput: false, params: [], ...over,
})

test('a type is told with its size', () => {
  expect(fieldTypeText(field({ type: 'FloatVector', params: [{ key: 'dim', value: '768' }] }))).toBe('FloatVector(768)')
  expect(fieldTypeText(field({ type: 'VarChar', params: [{ key: 'max_length', value: '200' }] }))).toBe('VarChar(200)')
  expect(fieldTypeText(field({ type: 'Array', elementType: 'VarChar', params: [{ key: 'max_capacity', value: '9' }, { key: 'max_length', value: '64' }] }))).toBe('Array<VarChar(64)>[9]')
  expect(fieldTypeText(field({}))).toBe('Int64')
})

test('every attribute is told once', () => {
  const all = field({
    primaryKey: true, autoId: true, nullable: true, defaultValue: '7', partitionKey: true, clusteringKey: true, functionOutput: true,
    params: [{ key: 'dim', value: '8' }, { key: 'enable_analyzer', value: 'true' }],
  })
  expect(fieldMarks(all)).toEqual(['Primary key', 'autoID', 'Partition key', 'Clustering key', 'Nullable', 'Default 7', 'Function output', 'enable_analyzer: true'])
  expect(fieldMarks(field({}))).toEqual([])
})
