import { describe, expect, test } from 'vitest'
import { vectorFrom } from './vector-input.ts'

const dense = { name: 'embedding', type: 'FloatVector', dim: 3, functionOutput: false }
const sparse = { name: 'words', type: 'SparseFloatVector', dim: null, functionOutput: false }

describe('vectorFrom', () => {
  test('takes what fits the field', () => {
    expect(vectorFrom('[0.1, -2, 3e-4]', dense)).toEqual([0.1, -2, 0.0003])
    expect(vectorFrom('[255, 0]', { ...dense, type: 'BinaryVector', dim: 16 })).toEqual([255, 0])
    expect(vectorFrom('{"1": 0.5, "70": 0.25}', sparse)).toEqual({ 1: 0.5, 70: 0.25 })
    expect(vectorFrom('words to look for', { ...sparse, functionOutput: true })).toBe('words to look for')
  })

  test.each([
    ['', dense, /Enter a vector/],
    ['0.1, 0.2', dense, /not JSON/],
    ['["a"]', dense, /numbers in square brackets/],
    ['[1, 2]', dense, /takes 3 numbers; this vector has 2/],
    ['[1]', { ...dense, type: 'BinaryVector', dim: 16 }, /takes 2 bytes/],
    ['[1]', sparse, /index and weight/],
    ['{}', sparse, /index and weight/],
  ] as const)('says at the field what is wrong with %j', (text, field, message) => {
    expect(() => vectorFrom(text, field)).toThrow(message)
    try {
      vectorFrom(text, field)
    } catch (error) {
      expect(error).toMatchObject({ code: 'request.invalid', details: { field: 'vector' } })
    }
  })
})
