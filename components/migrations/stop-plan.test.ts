import { expect, test } from 'vitest'
import { differingVerification, verificationFacts } from '@/lib/jobs/testing/verification-facts'
import { stopPlan, unverifiedWarning } from './stop-plan'

const good = { allowed: true, confirmed: true, requested: false, lagMs: 400, reachable: true, verification: verificationFacts(), acceptUnverified: false }

test('a confirmed stop under ten seconds of lag goes ahead after a verification', () => {
  expect(stopPlan(good)).toEqual({ kind: 'ready' })
  expect(stopPlan({ ...good, verification: verificationFacts({ verdict: 'unsettled' }) })).toEqual({ kind: 'ready' })
})

test('ten seconds of lag or more are asked about again', () => {
  expect(stopPlan({ ...good, lagMs: 10_000 }).kind).toBe('warned')
  expect(stopPlan({ ...good, lagMs: 9_999 }).kind).toBe('ready')
})

test.each([{ allowed: false }, { confirmed: false }, { requested: true }, { lagMs: null }, { reachable: false }])(
  'a stop is refused with a reason when %o',
  (part) => expect(stopPlan({ ...good, ...part })).toMatchObject({ kind: 'refused', reason: expect.stringMatching(/\.$/) }),
)

const unfinished = [
  null,
  verificationFacts({ state: 'running', verdict: null, endedAt: null }),
  verificationFacts({ state: 'failed', verdict: null }),
  verificationFacts({ state: 'cancelled', verdict: null }),
  differingVerification(),
  differingVerification({ resynced: 3 }),
]

test.each(unfinished)('%#: without a finished verification it needs one more confirmation, which says what it means', (verification) => {
  expect(stopPlan({ ...good, verification })).toMatchObject({ kind: 'refused', reason: expect.stringContaining('verification') })
  expect(stopPlan({ ...good, verification, acceptUnverified: true })).toEqual({ kind: 'ready' })
  expect(unverifiedWarning(verification)?.meaning).toMatch(/\.$/)
})

test('each way of not being verified is told in words of its own, but for those that did not finish', () => {
  expect(new Set(unfinished.map((verification) => unverifiedWarning(verification)?.title)).size).toBe(unfinished.length - 1)
})

test('nothing is warned of after a verification', () => {
  expect(unverifiedWarning(verificationFacts())).toBeNull()
})
