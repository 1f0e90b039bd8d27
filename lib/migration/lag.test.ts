import { expect, test } from 'vitest'
import { convergence, hasCaughtUp } from './lag.ts'

test('one lucky reading is not caught up, three in a row are', () => {
  expect(hasCaughtUp([])).toBe(false)
  expect(hasCaughtUp([20_000, 9_999, 9_999])).toBe(false)
  expect(hasCaughtUp([9_999, 10_000, 0])).toBe(false)
  expect(hasCaughtUp([60_000, 9_999, 0, 5])).toBe(true)
})

test('whether a sync will catch up is told from its rates', () => {
  expect(convergence({ lagMs: 9_999, acceptPerS: 100, applyPerS: 1 })).toBe('caught-up')
  expect(convergence({ lagMs: 20_000, acceptPerS: 100, applyPerS: 120 })).toBe('converging')
  expect(convergence({ lagMs: 20_000, acceptPerS: 100, applyPerS: 100 })).toBe('steady')
  expect(convergence({ lagMs: 20_000, acceptPerS: 100, applyPerS: 50 })).toBe('falling-behind')
})
