import { expect, test } from 'vitest'
import { retrySchedule } from './retry-schedule.ts'

test('a page that fails tries again a few times, ever later, and then leaves it to the user', () => {
  const schedule = retrySchedule()
  expect([0, 1_000, 3_000, 7_000, 15_000, 16_000].map((now) => schedule.next(now))).toEqual([1_000, 2_000, 4_000, 8_000, undefined, undefined])
})

test('a failure long after the last one is tried again anew', () => {
  const schedule = retrySchedule()
  for (const now of [0, 1, 2, 3, 4]) schedule.next(now)
  expect(schedule.next(120_000)).toBe(1_000)
})
