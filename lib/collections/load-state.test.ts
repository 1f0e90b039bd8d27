import { describe, expect, it } from 'vitest'
import { loadBlockedOf, loadStateOf } from './load-state.ts'

const field = (name: string, type: string) => ({ name, type, primaryKey: false })
const index = (name: string) => ({ field: name, type: 'AUTOINDEX', metric: 'L2' })

describe('loadStateOf', () => {
  it.each([
    ['LoadStateLoaded', 'loaded'],
    ['LoadStateLoading', 'loading'],
    ['LoadStateNotLoad', 'not_loaded'],
    ['LoadStateNotExist', 'not_loaded'],
  ])('%s is %s', (state, expected) => expect(loadStateOf(state)).toBe(expected))
})

describe('loadBlockedOf', () => {
  it('names every vector field without index, and no other field', () => {
    const fields = [field('id', 'Int64'), field('a', 'FloatVector'), field('b', 'SparseFloatVector'), field('c', 'BinaryVector')]
    expect(loadBlockedOf(fields, [index('a')])).toContain('"b", "c"')
    expect(loadBlockedOf(fields, [index('a'), index('b'), index('c')])).toBeNull()
  })
})
