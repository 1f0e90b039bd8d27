// The control API's routes, by the contract in lib/contracts/control-api.ts.
import {
  AfterLifeRequest,
  ClusterSpec,
  Id,
  MigrationSpec,
  PrecheckRequest,
  ProbeRequest,
  StopRequest,
  type Health,
  type PrecheckResult,
  type ProbeResult,
} from '../../lib/contracts/control-api.ts'
import type { Clusters } from '../clusters/clusters.ts'
import type { Migrations } from '../migration/migrations.ts'
import { parseBody, type Route } from './router.ts'

export type ControlParts = {
  clusters: Clusters
  migrations: Migrations
  precheck: (request: { sourceId: string; targetId?: string | undefined; targetDriver?: 'embedded' | 'endpoint' | undefined }) => Promise<PrecheckResult>
  probe: (at: { address: string; token: string; tls: boolean }) => Promise<ProbeResult>
  health: () => Promise<Health>
}

export function controlRoutes(parts: ControlParts): Route[] {
  const { clusters, migrations } = parts
  return [
    { method: 'GET', path: '/v1/health', handle: async () => ({ body: await parts.health() }) },
    { method: 'POST', path: '/v1/probe', handle: async ({ body }) => ({ body: await parts.probe(parseBody(ProbeRequest, body)) }) },
    { method: 'POST', path: '/v1/prechecks', handle: async ({ body }) => ({ body: await parts.precheck(parseBody(PrecheckRequest, body)) }) },

    { method: 'GET', path: '/v1/clusters', handle: () => Promise.resolve({ body: { clusters: clusters.list() } }) },
    { method: 'GET', path: '/v1/clusters/:id', handle: ({ id }) => Promise.resolve({ body: clusters.facts(id) }) },
    { method: 'GET', path: '/v1/clusters/:id/metrics', handle: ({ id }) => Promise.resolve({ body: clusters.metrics(id) }) },
    { method: 'PUT', path: '/v1/clusters/:id', handle: async ({ id, body }) => ({ body: await clusters.put(parseBody(Id, id), parseBody(ClusterSpec, body)) }) },
    {
      method: 'DELETE',
      path: '/v1/clusters/:id',
      handle: async ({ id }) => {
        await clusters.remove(id)
        return { status: 204 }
      },
    },
    {
      method: 'PUT',
      path: '/v1/clusters/:id/after-life',
      handle: async ({ id, body }) => ({ body: await clusters.setAfterLife(id, parseBody(AfterLifeRequest, body).afterLife) }),
    },

    { method: 'GET', path: '/v1/migrations', handle: () => Promise.resolve({ body: { migrations: migrations.list() } }) },
    { method: 'GET', path: '/v1/migrations/:id', handle: ({ id }) => Promise.resolve({ body: migrations.get(id).facts() }) },
    { method: 'PUT', path: '/v1/migrations/:id', handle: async ({ id, body }) => ({ body: await migrations.put(parseBody(Id, id), parseBody(MigrationSpec, body)) }) },
    {
      method: 'POST',
      path: '/v1/migrations/:id/stop',
      handle: async ({ id, body }) => {
        const migration = migrations.get(id)
        await migration.requestStop(parseBody(StopRequest, body ?? {}))
        return { status: 202, body: migration.facts() }
      },
    },
    {
      method: 'POST',
      path: '/v1/migrations/:id/cancel',
      handle: async ({ id }) => {
        const migration = migrations.get(id)
        await migration.cancel()
        return { status: 202, body: migration.facts() }
      },
    },
    { method: 'GET', path: '/v1/migrations/:id/verification/report', handle: ({ id }) => Promise.resolve({ body: migrations.get(id).verification.report() }) },
    {
      method: 'POST',
      path: '/v1/migrations/:id/verification',
      handle: ({ id }) => {
        const migration = migrations.get(id)
        migration.verify()
        return Promise.resolve({ status: 202, body: migration.facts() })
      },
    },
    {
      method: 'DELETE',
      path: '/v1/migrations/:id/verification',
      handle: async ({ id }) => {
        const migration = migrations.get(id)
        await migration.verification.cancel('the user canceled it')
        return { status: 202, body: migration.facts() }
      },
    },
    {
      method: 'POST',
      path: '/v1/migrations/:id/verification/resync',
      handle: async ({ id }) => {
        const migration = migrations.get(id)
        await migration.resync()
        return { status: 202, body: migration.facts() }
      },
    },
    {
      method: 'DELETE',
      path: '/v1/migrations/:id',
      handle: async ({ id }) => {
        await migrations.remove(id)
        return { status: 204 }
      },
    },
  ]
}
