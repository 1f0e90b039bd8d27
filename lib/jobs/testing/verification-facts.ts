// A verification as the data plane reports it, for tests: one collection, everything the same, unless said otherwise.
import type { CollectionVerification, VerificationFacts } from '../../contracts/control-api.ts'

export function collectionVerification(over: Partial<CollectionVerification> = {}): CollectionVerification {
  return {
    database: 'default',
    name: 'books',
    state: 'completed',
    sourceCount: 100, targetCount: 100, compared: 100, total: 100,
    missing: 0, extra: 0, different: 0, unsettled: 0,
    reason: null,
    ...over,
  }
}

export function verificationFacts(over: Partial<VerificationFacts> = {}): VerificationFacts {
  return {
    state: 'completed',
    trigger: 'automatic',
    startedAt: 1_000, endedAt: 2_000,
    verdict: 'identical',
    compared: 100, total: 100, timeLeftMs: 0,
    differing: 0, resynced: null, reason: null,
    collections: [collectionVerification()],
    ...over,
  }
}

/** One that found an entity of each kind of difference. */
export function differingVerification(over: Partial<VerificationFacts> = {}): VerificationFacts {
  return verificationFacts({
    verdict: 'different',
    differing: 3,
    collections: [collectionVerification({ targetCount: 100, missing: 1, extra: 1, different: 1 })],
    ...over,
  })
}
