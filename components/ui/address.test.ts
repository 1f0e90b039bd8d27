import { expect, test } from 'vitest'
import { addressWith } from './address'

test('one parameter changes, the others stay', () => {
  const params = new URLSearchParams('status=failed&page=3')
  expect(addressWith('/jobs', params, { page: null, q: 'a b' })).toBe('/jobs?status=failed&q=a+b')
  expect(addressWith('/jobs', params, { status: null, page: null })).toBe('/jobs')
})
