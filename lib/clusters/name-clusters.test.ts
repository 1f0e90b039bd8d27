import { expect, it } from 'vitest'
import type { MigrationFacts } from '../contracts/control-api.ts'
import { collectionVerification, verificationFacts } from '../jobs/testing/verification-facts.ts'
import { nameClusters, withClusterNames } from './name-clusters.ts'

it('people read names where the data plane says ids, quoted once', () => {
  const clusters = [{ id: 'in01-a', name: 'books' }, { id: 'in01-b', name: 'books-2' }]
  expect(nameClusters('Cluster "in01-a" is not running; in01-b refused Query.', clusters)).toBe(
    'Cluster "books" is not running; "books-2" refused Query.',
  )
})

it('every sentence of a verification and every note names the clusters too', () => {
  const clusters = [{ id: 'in01-a', name: 'books' }]
  const facts = {
    condition: { kind: 'running' },
    failure: null,
    cutover: { attempts: 0, heldMs: null, lastRefusal: null },
    notes: ['Role "r" is not on in01-a.'],
    verification: verificationFacts({ reason: 'in01-a is away.', collections: [collectionVerification({ reason: 'in01-a refused.' })] }),
  } as unknown as MigrationFacts
  const named = withClusterNames(facts, clusters)
  expect(JSON.stringify(named)).not.toContain('in01-a')
  expect(named.verification?.collections[0]?.reason).toBe('"books" refused.')
})
