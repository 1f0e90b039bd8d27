import { describe, expect, test } from 'vitest'
import { expectedCatchUpMs, isStuck, lagSlope, recentRates } from './lag-trend.ts'

/** One reading a second, oldest first. */
const series = (lagMs: (second: number) => number, seconds = 120) =>
  Array.from({ length: seconds }, (_, second) => ({ at: 1_000_000 + second * 1_000, lagMs: lagMs(second), acceptPerS: 100, applyPerS: 200 }))

describe('the time until the target has caught up', () => {
  test('a lag that falls by half a second in each second takes twice what is over the goal', () => {
    expect(expectedCatchUpMs(series((second) => 100_000 - second * 500))).toBeCloseTo(2 * (100_000 - 119 * 500 - 10_000), -1)
  })

  test('is nothing under the goal, and not known while the lag stands, grows or was hardly read', () => {
    expect(expectedCatchUpMs(series(() => 3_000))).toBe(0)
    expect(expectedCatchUpMs(series(() => 30_000))).toBeNull()
    expect(expectedCatchUpMs(series((second) => 30_000 + second * 100))).toBeNull()
    expect(expectedCatchUpMs(series((second) => 90_000 - second * 500, 4))).toBeNull()
    expect(expectedCatchUpMs([])).toBeNull()
  })

  test('swinging readings are seen through', () => {
    const swinging = series((second) => 100_000 - second * 500 + (second % 2 === 0 ? 4_000 : -4_000))
    expect(lagSlope(swinging)).toBeGreaterThan(-0.6)
    expect(lagSlope(swinging)).toBeLessThan(-0.4)
  })

  test('only the last minute counts', () => {
    expect(lagSlope(series((second) => (second < 59 ? 900_000 : 20_000 + (second - 60) * 100)))).toBeCloseTo(0.1, 1)
  })
})

describe('a lag that does not fall', () => {
  test('is told after a whole minute over the goal', () => {
    expect(isStuck(series((second) => 20_000 + second * 100))).toBe(true)
    expect(isStuck(series(() => 20_000))).toBe(true)
    expect(isStuck(series(() => 20_000, 40))).toBe(false)
  })

  test('is not told while it falls, or was under the goal within the minute', () => {
    expect(isStuck(series((second) => 90_000 - second * 200))).toBe(false)
    expect(isStuck(series((second) => (second === 100 ? 9_000 : 20_000)))).toBe(false)
    expect(isStuck([])).toBe(false)
  })
})

test('rates are means of the last readings, so that one second decides nothing', () => {
  const readings = series(() => 0).map((reading, index) => ({ ...reading, acceptPerS: index % 2 === 0 ? 0 : 400 }))
  expect(recentRates(readings)!.acceptPerS).toBeCloseTo(200, -1.5)
  expect(recentRates([])).toBeNull()
})
