import { describe, expect, test } from 'vitest'
import { chartPath, chartScale, chartTop, evenly, nearestIndex } from './chart-geometry'

const box = { width: 100, height: 50 }

describe('the scale', () => {
  test.each([
    [0, 20, 20],
    [19, 20, 20],
    [19.5, 20, 50],
    [400, 20, 500],
    [4_000_000, 1, 5_000_000],
    [0.03, 0.1, 0.1],
  ])('%d with at least %d ends at %d', (highest, least, top) => expect(chartTop(highest, least)).toBe(top))

  test('a value inside stands inside, also one above the scale or below nothing', () => {
    const { y } = chartScale({ from: 0, to: 1, most: 10, least: 20 }, box)
    expect([y(0), y(10), y(20), y(99), y(-5)]).toEqual([50, 25, 0, 0, 50])
  })
})

test('the line runs from the left edge to the right edge', () => {
  const scale = chartScale({ from: 1_000, to: 3_000, most: 10, least: 20 }, box)
  expect(chartPath([1_000, 2_000, 3_000], [0, 10, 0], scale)).toBe('M 0 50 L 50 25 L 100 50')
  expect(chartPath([], [], scale)).toBe('')
})

test('the nearest reading is found at both ends and between', () => {
  const times = [10, 20, 30]
  expect([-5, 14, 16, 24, 99].map((at) => nearestIndex(times, at))).toEqual([0, 0, 1, 1, 2])
  expect(nearestIndex([], 5)).toBe(-1)
  expect(nearestIndex([7], 5)).toBe(0)
})

test('a table of many readings has a few rows with the first and the last of them', () => {
  expect(evenly(3, 20)).toEqual([0, 1, 2])
  const rows = evenly(720, 20)
  expect(rows).toHaveLength(20)
  expect([rows[0], rows.at(-1)]).toEqual([0, 719])
})
