import { expect, test } from 'vitest'
import { DEFAULT_PROJECT, deleteBlockedOf, renameBlockedOf } from './project-rules.ts'

test('an empty project can be deleted, one with clusters cannot', () => {
  expect(deleteBlockedOf({ name: 'Search', clusterCount: 0 })).toBeNull()
  expect(deleteBlockedOf({ name: 'Search', clusterCount: 1 })).toContain('a cluster')
  expect(deleteBlockedOf({ name: 'Search', clusterCount: 3 })).toContain('3 clusters')
})

test('the Default Project is neither renamed nor deleted', () => {
  expect(deleteBlockedOf({ name: DEFAULT_PROJECT, clusterCount: 0 })).toContain('cannot be deleted')
  expect(renameBlockedOf({ name: DEFAULT_PROJECT })).toContain('cannot be renamed')
  expect(renameBlockedOf({ name: 'Search' })).toBeNull()
})
