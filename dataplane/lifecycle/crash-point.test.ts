import { expect, test } from 'vitest'
import { armCrashPoint, CRASH_POINTS, crashPoint } from './crash-point.ts'

test('a point that is not armed is passed', () => {
  for (const point of CRASH_POINTS) crashPoint(point)
  armCrashPoint('journal.after-sync:2')
  crashPoint('journal.after-write')
  crashPoint('journal.after-sync')
  expect(process.exitCode).toBeUndefined()
})

test('a point that does not exist cannot be armed', () => {
  expect(() => armCrashPoint('journal.nowhere')).toThrow('no crash point "journal.nowhere"')
})

test('every point has a name of its own', () => {
  expect(new Set(CRASH_POINTS).size).toBe(CRASH_POINTS.length)
})
