import { expect, test } from 'vitest'
import { catchUpText, leftText } from './time-left-text'

const left = (shownMs: number | null) => ({ end: 0, at: 0, readings: 9, since: 0, shownMs, higherSince: null })

test('what is not known is not said', () => {
  for (const unknown of [null, left(null)]) expect([leftText(unknown), catchUpText(unknown)]).toEqual(['', ''])
})

test('what is known is said in round figures', () => {
  expect(leftText(left(240_000))).toBe('About 4 minutes left')
  expect(catchUpText(left(240_000))).toBe(' The lag is expected under 10 s in about 4 minutes.')
  expect(catchUpText(left(5_000))).toBe(' The lag is expected under 10 s in a few seconds.')
})
