import { expect, test } from 'vitest'
import { apiRequests, forgottenRoutes } from './console-requests.ts'

const STORE = { email: '', password: '', projectId: 'p', clusterId: 'c', lockedClusterId: 'l', activeMigrationId: 'a', endedMigrationId: 'e' }

test('ids and queries stand where they belong', () => {
  const paths = apiRequests(STORE).map(({ path }) => path)
  expect(paths).toContain('/api/projects/p/clusters?search=07&state=running&sort=name&page=2')
  expect(paths).toContain('/api/migrations/a')
  expect(paths.every((path) => !path.includes('['))).toBe(true)
})

test('a route that is measured is not forgotten', () => {
  for (const route of forgottenRoutes(STORE)) expect(apiRequests(STORE).map((request) => request.route)).not.toContain(route)
})
