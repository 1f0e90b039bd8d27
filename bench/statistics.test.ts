import { expect, test } from 'vitest'
import { median, percentile, spreadOf } from './statistics.ts'

test('the median of an even number of runs lies between the two in the middle', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5)
  expect(median([9, 1, 5])).toBe(5)
  expect(median([])).toBeNaN()
})

test('a percentile is one of the measured values', () => {
  const values = Array.from({ length: 200 }, (_, i) => 200 - i)
  expect(percentile(values, 50)).toBe(100)
  expect(percentile(values, 99)).toBe(198)
  expect(percentile([7], 99)).toBe(7)
})

test('the spread names both extremes', () => {
  expect(spreadOf([3, 1, 2])).toEqual({ median: 2, least: 1, most: 3 })
})
