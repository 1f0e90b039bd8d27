import { describe, expect, test } from 'vitest'
import { collectionVerification, differingVerification, verificationFacts } from './testing/verification-facts.ts'
import { hasNewEnd, hasNewResync, resyncSaid, verificationSaid } from './verification-said.ts'

describe('what is said of a verification', () => {
  test.each([
    [verificationFacts(), 'Verification found both sides the same; 100 entities in 1 collection compared.'],
    [
      differingVerification(),
      'Verification found 3 entities that differ (1 is missing on the target, 1 is on the target only, 1 has other values there); 100 entities in 1 collection compared.',
    ],
    [
      verificationFacts({ verdict: 'unsettled', compared: 1_000_000, collections: [collectionVerification({ unsettled: 2 })] }),
      'Verification found no lasting difference; 2 entities changed at every look; 1,000,000 entities in 1 collection compared.',
    ],
    [verificationFacts({ state: 'failed', verdict: null, reason: 'The target is away.' }), 'Verification failed: The target is away.'],
    [verificationFacts({ state: 'cancelled', verdict: null }), 'Verification was canceled.'],
    [verificationFacts({ state: 'cancelled', verdict: null, reason: 'the data plane was restarted' }), 'Verification was canceled: the data plane was restarted.'],
  ])('%#', (verification, said) => expect(verificationSaid(verification)).toBe(said))

  test('a re-sync says how many entities it was of', () => {
    expect(resyncSaid(differingVerification({ resynced: 1 }))).toMatch(/^1 differing entity is synced anew/)
    expect(resyncSaid(differingVerification({ resynced: 2_000 }))).toMatch(/^2,000 differing entities are/)
  })
})

describe('what is new in the facts', () => {
  const running = verificationFacts({ state: 'running', verdict: null, endedAt: null })

  test('an end is new once, whether its run was seen or not', () => {
    expect(hasNewEnd(null, verificationFacts())).toBe(true)
    expect(hasNewEnd(running, verificationFacts())).toBe(true)
    expect(hasNewEnd(verificationFacts(), verificationFacts({ startedAt: 5_000 }))).toBe(true)
    expect(hasNewEnd(verificationFacts(), verificationFacts())).toBe(false)
  })

  test('what runs, or was never begun, has no end', () => {
    expect(hasNewEnd(null, running)).toBe(false)
    expect(hasNewEnd(verificationFacts(), null)).toBe(false)
  })

  test('a re-sync is new once', () => {
    const resynced = differingVerification({ resynced: 3 })
    expect(hasNewResync(differingVerification(), resynced)).toBe(true)
    expect(hasNewResync(resynced, resynced)).toBe(false)
    expect(hasNewResync(null, differingVerification())).toBe(false)
  })
})
