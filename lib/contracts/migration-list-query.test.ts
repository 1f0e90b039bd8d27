import { expect, test } from 'vitest'
import { DEFAULT_MIGRATION_QUERY, isFiltered, migrationListAddress, migrationListQueryOf, type MigrationListQuery } from './migration-list-query.ts'

const read = (text: string) => migrationListQueryOf(new URLSearchParams(text))

test('what an address was written from is read from it again', () => {
  const query: MigrationListQuery = { search: 'a&b=c é', status: 'failed', person: 'user-1', period: 'week', sort: '-source', page: 3 }
  expect(read(migrationListAddress(query))).toEqual(query)
  expect(migrationListAddress(DEFAULT_MIGRATION_QUERY)).toBe('')
})

test('what is not known falls back to the default', () => {
  expect(read('status=lost&period=year&sort=colour&page=-1&person=&progress=job-1')).toEqual(DEFAULT_MIGRATION_QUERY)
  expect(read('page=1e9').page).toBe(1)
  expect(read(`search=${'x'.repeat(500)}`).search).toHaveLength(64)
})

test('order and page leave nothing out', () => {
  expect(isFiltered({ ...DEFAULT_MIGRATION_QUERY, sort: 'target', page: 2 })).toBe(false)
  expect(isFiltered({ ...DEFAULT_MIGRATION_QUERY, period: 'day' })).toBe(true)
})
