import { describe, expect, test } from 'vitest'
import type { Migration } from '@/lib/contracts/console-api'
import { collectionVerification, differingVerification, verificationFacts } from '@/lib/jobs/testing/verification-facts'
import { byConcern, collectionName, collectionVerdict, comparedText, progressText, sentence, verdictOf, verificationSummary } from './verification-words'

describe('the verdict of a verification', () => {
  test.each([
    [verificationFacts(), 'ok', 'Both sides are the same'],
    [verificationFacts({ verdict: 'unsettled', collections: [collectionVerification({ unsettled: 2 })] }), 'ok', 'Nothing differs for good'],
    [differingVerification(), 'bad', '3 entities differ'],
    [differingVerification({ differing: 1 }), 'bad', '1 entity differs'],
    [differingVerification({ resynced: 3 }), 'warn', '3 entities were synced again'],
    [verificationFacts({ state: 'failed', verdict: null, reason: 'The target was away.' }), 'bad', 'The verification could not finish'],
    [verificationFacts({ state: 'cancelled', verdict: null }), 'neutral', 'The verification was canceled'],
  ] as const)('%#', (verification, tone, title) => expect(verdictOf(verification)).toMatchObject({ tone, title }))

  test('a reason reads as a sentence, whether it came as one or not', () => {
    expect(sentence('the user canceled it')).toBe('The user canceled it.')
    expect(sentence('The target was away.')).toBe('The target was away.')
  })

  test('a failure gives its reason, an unsettled one how many', () => {
    expect(verdictOf(verificationFacts({ state: 'failed', verdict: null, reason: 'The target was away.' })).meaning).toContain('The target was away.')
    expect(verdictOf(differingVerification({ state: 'failed', verdict: null })).meaning).toContain('3 entities differ so far.')
    expect(verdictOf(verificationFacts({ verdict: 'unsettled', collections: [collectionVerification({ unsettled: 1 })] })).meaning).toMatch(/^1 entity .* of it /)
  })
})

describe('a collection', () => {
  test.each([
    [{}, 'Same'],
    [{ missing: 1 }, 'Differs'],
    [{ extra: 1, state: 'running' }, 'Differs'],
    [{ unsettled: 1 }, 'Unsettled'],
    [{ state: 'running' }, 'Comparing'],
    [{ state: 'failed', reason: 'It cannot be read.' }, 'Failed'],
    [{ state: 'dropped' }, 'Dropped'],
    [{ state: 'waiting' }, 'Waiting'],
  ] as const)('%o is %s', (over, label) => expect(collectionVerdict(collectionVerification(over)).label).toBe(label))

  test('what needs a look stands first, the rest by name', () => {
    const rows = [
      collectionVerification({ name: 'b' }),
      collectionVerification({ name: 'a' }),
      collectionVerification({ name: 'z', different: 1 }),
      collectionVerification({ name: 'y', state: 'failed' }),
    ]
    expect([...rows].sort(byConcern).map(({ name }) => name)).toEqual(['y', 'z', 'a', 'b'])
  })

  test('is named with its database, but for the default one', () => {
    expect(collectionName({ database: 'default', name: 'books' })).toBe('books')
    expect(collectionName({ database: 'shop', name: 'books' })).toBe('shop.books')
  })
})

test('what was compared leaves out what was dropped meanwhile', () => {
  expect(comparedText(verificationFacts({ compared: 1_000, collections: [collectionVerification(), collectionVerification({ state: 'dropped' })] }))).toBe('1,000 entities in 1 collection')
})

test('an estimate that turned out too low is not overtaken', () => {
  expect(progressText(verificationFacts({ compared: 120, total: 100 }))).toBe('120 of about 120 entities')
})

describe('in lists', () => {
  const migration = (verification: Migration['verification']) => ({ verification }) as Migration
  test.each([
    [null, null],
    [{ state: 'running', verdict: null, differing: 0, endedAt: null }, 'Comparing both sides'],
    [{ state: 'cancelled', verdict: null, differing: 0, endedAt: 5 }, null],
    [{ state: 'completed', verdict: 'identical', differing: 0, endedAt: 5 }, 'Verified: both sides were the same'],
    [{ state: 'completed', verdict: 'unsettled', differing: 0, endedAt: 5 }, 'Verified: nothing differed for good'],
    [{ state: 'completed', verdict: 'different', differing: 2, endedAt: 5 }, 'Verification: 2 entities differ'],
  ] as const)('%o reads %s', (verification, text) => expect(verificationSummary(migration(verification))).toBe(text))
})
