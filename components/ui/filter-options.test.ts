import { expect, test } from 'vitest'
import { filterOptions, nextEnabled } from './filter-options'

const options = [
  { value: 'a', label: 'books-01', detail: 'Default Project · aws-us-east-1' },
  { value: 'b', label: 'books-02', detail: 'Search · gcp-us-west1', disabled: true },
  { value: 'c', label: 'images', detail: 'Search · aws-us-east-1' },
]
const found = (typed: string) => filterOptions(options, typed).map(({ value }) => value)

test('each word has to occur somewhere, in any case and order', () => {
  expect(found('')).toEqual(['a', 'b', 'c'])
  expect(found('BOOKS')).toEqual(['a', 'b'])
  expect(found('us-east search')).toEqual(['c'])
  expect(found('nothing')).toEqual([])
})

test('arrow keys pass over what cannot be chosen and go round the ends', () => {
  expect(nextEnabled(options, 0, 1)).toBe(2)
  expect(nextEnabled(options, 2, 1)).toBe(0)
  expect(nextEnabled(options, 0, -1)).toBe(2)
  expect(nextEnabled(options, -1, 1)).toBe(0)
  expect(nextEnabled([{ ...options[1]! }], -1, 1)).toBe(-1)
  expect(nextEnabled([], -1, 1)).toBe(-1)
})
