// The requests of the console benchmark: every route that answers a GET of a signed-in person, and the main pages.
import fs from 'node:fs'
import path from 'node:path'
import type { FilledStore } from './console-store.ts'

export type ConsoleRequest = { route: string; path: string }

/** Routes that are not measured, and why. */
export const NOT_MEASURED: Readonly<Record<string, string>> = {
  '/api/auth/[...nextauth]': 'signing in is slow on purpose: it hashes a password',
  '/api/clusters/[clusterId]/collections': 'reads a Milvus',
  '/api/clusters/[clusterId]/metrics': 'reads a Milvus',
  '/api/migrations/[migrationId]/verification-report': 'passes on a file of the data plane',
  '/api/worker': 'a POST of the ticker',
}

/** Routes that there are and that nobody has made a request for. */
export function forgottenRoutes(store: FilledStore): string[] {
  const api = path.resolve(import.meta.dirname, '../app/api')
  const known = new Set([...apiRequests(store).map(({ route }) => route), ...Object.keys(NOT_MEASURED)])
  return fs
    .readdirSync(api, { recursive: true, encoding: 'utf8' })
    .filter((file) => path.basename(file) === 'route.ts')
    .map((file) => `/api/${path.dirname(file).replaceAll(path.sep, '/')}`)
    .filter((route) => !known.has(route))
}

/** One or more for each route, with ids of the filled store. */
export function apiRequests({ projectId, activeMigrationId, endedMigrationId, clusterId, lockedClusterId }: FilledStore): ConsoleRequest[] {
  const request = (route: string, ...parts: string[]): ConsoleRequest => {
    const values = [...parts]
    const query = route.split('/').filter((part) => part.startsWith('[')).length < values.length ? values.pop()! : ''
    return { route, path: route.replace(/\[\w+\]/g, () => values.shift()!) + query }
  }
  const to = Date.now()
  return [
    request('/api/health'),
    request('/api/me'),
    request('/api/projects'),
    request('/api/projects/[projectId]/clusters', projectId),
    request('/api/projects/[projectId]/clusters', projectId, '?search=07&state=running&sort=name&page=2'),
    request('/api/projects/[projectId]/members', projectId),
    request('/api/clusters/[clusterId]', clusterId),
    request('/api/clusters/[clusterId]', lockedClusterId),
    request('/api/migrations', `?projectId=${projectId}`),
    request('/api/migrations', `?projectId=${projectId}&search=source&status=successful&sort=-target`),
    request('/api/migrations/[migrationId]', activeMigrationId),
    request('/api/migrations/[migrationId]', endedMigrationId),
    request('/api/wizard'),
    request('/api/wizard/precheck', `?sourceId=${clusterId}`),
    request('/api/notifications'),
    request('/api/activities', `?from=${to - 29 * 86_400_000}&to=${to}`),
    request('/api/organization/members'),
    request('/api/organization/settings'),
  ]
}

/** The main pages; their HTML holds what they ask for first. */
export function pageRequests({ projectId, clusterId, activeMigrationId }: FilledStore): ConsoleRequest[] {
  const project = `/projects/${projectId}`
  return [
    { route: 'page Projects', path: '/' },
    { route: 'page Clusters', path: project },
    { route: 'page Cluster', path: `${project}/clusters/${clusterId}` },
    { route: 'page Create Cluster', path: `${project}/clusters/new` },
    { route: 'page Migrate to a New Cluster', path: `${project}/migrate?source=${clusterId}` },
    { route: 'page Migrations', path: `${project}/migrations?progress=${activeMigrationId}` },
    { route: 'page Jobs', path: `${project}/jobs` },
  ]
}
