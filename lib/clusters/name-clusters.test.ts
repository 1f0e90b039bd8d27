import { expect, it } from 'vitest'
import { nameClusters } from './name-clusters.ts'

it('people read names where the data plane says ids, quoted once', () => {
  const clusters = [{ id: 'in01-a', name: 'books' }, { id: 'in01-b', name: 'books-2' }]
  expect(nameClusters('Cluster "in01-a" is not running; in01-b refused Query.', clusters)).toBe(
    'Cluster "books" is not running; "books-2" refused Query.',
  )
})
