import { describe, expect, test } from 'vitest'
import { relativeTime } from './time-format'

const now = new Date('2026-03-10T12:00:00Z')
const at = (secondsFromNow: number) => new Date(now.getTime() + secondsFromNow * 1000)

describe('relativeTime', () => {
  test.each([
    [0, 'just now'],
    [-59, 'just now'],
    [-60, '1 minute ago'],
    [-3 * 3600, '3 hours ago'],
    [-26 * 3600, '1 day ago'],
    [15, 'just now'],
    [40, 'in a moment'],
    [6.99 * 86_400, 'in 7 days'],
  ])('%d s from now reads "%s"', (seconds, text) => {
    expect(relativeTime(at(seconds), now)).toBe(text)
  })

  test('a time over 30 days away is given as its date', () => {
    expect(relativeTime(new Date('2025-12-01T12:00:00Z'), now)).toBe('1 Dec 2025')
  })
})
