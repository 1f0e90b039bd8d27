import { expect, test } from 'vitest'
import { isVerified } from './verification.ts'

test.each(['identical', 'unsettled'])('a verification that ended %s speaks for stopping', (verdict) => {
  expect(isVerified({ state: 'completed', verdict })).toBe(true)
})

test.each([
  null,
  { state: 'completed', verdict: 'different' },
  { state: 'running', verdict: null },
  // The verdict of the one before says nothing of one that was begun anew.
  { state: 'running', verdict: 'identical' },
  { state: 'failed', verdict: null },
  { state: 'cancelled', verdict: null },
])('%o does not', (last) => expect(isVerified(last)).toBe(false))
