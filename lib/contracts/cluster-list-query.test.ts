import { expect, test } from 'vitest'
import { clusterListAddress, clusterListQueryOf, DEFAULT_CLUSTER_QUERY, type ClusterListQuery } from './cluster-list-query.ts'

const read = (text: string) => clusterListQueryOf(new URLSearchParams(text))

test('what an address was written from is read from it again', () => {
  const query: ClusterListQuery = { search: 'a&b=c é', state: 'locked', provider: 'registered', sort: '-entities', page: 3 }
  expect(read(clusterListAddress(query))).toEqual(query)
  expect(clusterListAddress(DEFAULT_CLUSTER_QUERY)).toBe('')
})

test('what is not known falls back to the default', () => {
  expect(read('state=lost&provider=moon&sort=colour&page=-1&view=table')).toEqual(DEFAULT_CLUSTER_QUERY)
  expect(read('page=1e9').page).toBe(1)
  expect(read(`search=${'x'.repeat(500)}`).search).toHaveLength(64)
})
