import { describe, expect, test } from 'vitest'
import { durationText, timeLeftText } from './duration-text'

describe('durationText', () => {
  test.each([
    [0, '0.0 s'],
    [120, '0.1 s'],
    [9_940, '9.9 s'],
    [23_400, '23 s'],
    [250_000, '4 min 10 s'],
    [2 * 3_600_000 + 5 * 60_000, '2 h 5 min'],
    [6.9 * 86_400_000, '6 days'],
  ])('%d ms reads "%s"', (ms, text) => expect(durationText(ms)).toBe(text))
})

describe('timeLeftText', () => {
  test.each([
    [null, 'Estimating the time left'],
    [4_000, 'A few seconds left'],
    [41_000, 'About 50 seconds left'],
    [240_000, 'About 4 minutes left'],
    [3 * 3_600_000, 'About 3 hours left'],
  ])('%s ms reads "%s"', (ms, text) => expect(timeLeftText(ms)).toBe(text))

  test('an estimate that moves by a second reads the same', () => {
    expect(timeLeftText(48_000)).toBe(timeLeftText(47_000))
  })
})
