import { afterAll, beforeAll, expect, it } from 'vitest'
import { ClusterPage } from '../contracts/clusters-api.ts'
import * as contract from '../contracts/console-api.ts'
import { NewCluster } from '../contracts/console-requests.ts'
import { db } from '../db/client.ts'
import { newId } from '../db/new-id.ts'
import { cancelMigration } from '../jobs/request-change.ts'
import { startMigration } from '../jobs/start-migration.ts'
import type { Bench } from '../jobs/testing/job-store-bench.ts'
import { makeDue, newClusterForm, newRequestId, runningCluster, stageOf, startBench, startedMigration, workUntil } from '../jobs/testing/job-store-bench.ts'
import { thinLagSamples } from '../jobs/thin-lag-samples.ts'
import { work } from '../jobs/work.ts'
import { readClusters } from './clusters.ts'
import { readMigration } from './migration.ts'
import { MigrationPage } from '../contracts/migrations-api.ts'
import { readMigrations } from './migrations.ts'
import { readPrecheck, readWizard } from './wizard.ts'

let bench: Bench
beforeAll(async () => {
  bench = await startBench()
})
afterAll(() => bench.stop())

async function syncing() {
  const { projectId, owner, newPerson } = await bench.newProject()
  const migration = await startedMigration(owner, projectId)
  await workUntil(async () => bench.plane.stageOf(migration.migrationId) !== undefined)
  bench.plane.report(migration.migrationId, { stage: 'syncing', syncStartedAt: Date.now(), lagMs: 1500 })
  await workUntil(async () => (await stageOf(migration.migrationId)) === 'syncing')
  return { owner, newPerson, ...migration }
}

it('what is read fits the schema that the browser parses with', async () => {
  const { projectId, owner, migrationId } = await syncing()
  ClusterPage.parse(await readClusters(owner, projectId))
  MigrationPage.parse(await readMigrations(owner, { projectId }))
  contract.WizardOptions.parse(await readWizard(owner))
  const detail = contract.MigrationDetail.parse(await readMigration(owner, migrationId))
  expect(detail).toMatchObject({ wanted: 'run', convergence: 'caught-up', migration: { jobStatus: 'in_progress', lagMs: 1500, copied: 1 } })
  expect(detail.lagSamples.length).toBeGreaterThan(0)
})

it('the wizard offers running clusters and says why the others cannot be chosen', async () => {
  const { projectId, owner, newPerson, sourceId, targetId } = await syncing()
  const free = await runningCluster(owner, projectId, 'free')
  const reasons = new Map((await readWizard(owner)).sources.map(({ cluster, reason }) => [cluster.id, reason]))
  expect(reasons.get(free)).toBeNull()
  expect(reasons.get(sourceId)).toContain('takes part in a migration')
  expect(reasons.get(targetId)).toContain('takes part in a migration')
  const member = await readWizard(await newPerson({ project: 'read_only' }))
  expect(member.sources.every(({ selectable, reason }) => !selectable && reason !== null)).toBe(true)
  expect(member.targetProjects).toEqual([])
})

it("another organization's clusters and migrations do not exist", async () => {
  const { migrationId, projectId, sourceId } = await syncing()
  const stranger = (await bench.newProject()).owner
  await expect(readMigration(stranger, migrationId)).rejects.toMatchObject({ code: 'migration.not_found' })
  await expect(readClusters(stranger, projectId)).rejects.toMatchObject({ code: 'request.not_found' })
  await expect(readPrecheck(stranger, sourceId)).rejects.toMatchObject({ code: 'cluster.not_found' })
  expect((await readMigrations(stranger, { projectId: null })).migrations).toEqual([])
  expect((await readMigrations(stranger, { projectId })).migrations).toEqual([])
})

it("who sees the target's project alone sees the migration and may do nothing to it", async () => {
  const { projectId, owner, newPerson } = await bench.newProject()
  const { organizationId } = await db().project.findUniqueOrThrow({ where: { id: projectId } })
  const other = await db().project.create({ data: { id: newId.project(), name: 'Other', organizationId } })
  const sourceId = await runningCluster(owner, projectId, 'books')
  const target = NewCluster.parse(newClusterForm(other.id, 'target'))
  const { migrationId } = await startMigration(owner, { requestId: newRequestId(), sourceId, target, indexes: 'auto' })
  const admin = await newPerson({ project: null })
  await db().projectMember.create({ data: { projectId: other.id, userId: admin.id, role: 'admin' } })
  expect((await readMigration(admin, migrationId)).permissions).toEqual(['project.view', 'cluster.view', 'migration.view'])
  expect((await readMigrations(admin, { projectId: other.id })).migrations).toHaveLength(1)
  await expect(cancelMigration(admin, { migrationId, keepTarget: false })).rejects.toMatchObject({ code: 'request.forbidden' })
})

it('lag samples are thinned with age and the newest two minutes stay whole', async () => {
  const { migrationId } = await syncing()
  await db().lagSample.deleteMany({ where: { migrationId } })
  const now = Date.now()
  const everySecond = (fromS: number, toS: number) =>
    Array.from({ length: toS - fromS }, (_, index) => ({
      migrationId, at: new Date(now - (fromS + index) * 1000), lagMs: 1, acceptPerS: 0, applyPerS: 0,
    }))
  await db().lagSample.createMany({ data: [...everySecond(0, 100), ...everySecond(600, 700), ...everySecond(7200, 7320)] })
  await thinLagSamples(migrationId)
  const count = (fromS: number, toS: number) =>
    db().lagSample.count({ where: { migrationId, at: { lte: new Date(now - fromS * 1000), gt: new Date(now - toS * 1000) } } })
  expect(await count(0, 100)).toBe(100)
  expect([20, 21]).toContain(await count(600, 700))
  expect([2, 3]).toContain(await count(7200, 7320))
  expect((await readMigration(await db().user.findFirstOrThrow({ where: { migrations: { some: { id: migrationId } } } }), migrationId)).lagSamples.length).toBeLessThanOrEqual(121)
})

it('sentences of the data plane name the clusters', async () => {
  const { migrationId, owner, sourceId } = await syncing()
  bench.plane.report(migrationId, { condition: { kind: 'blocked', reason: `Cluster "${sourceId}" does not answer.` } })
  await makeDue()
  await work()
  const { facts, events } = await readMigration(owner, migrationId)
  expect(facts?.condition).toEqual({ kind: 'blocked', reason: 'Cluster "books" does not answer.' })
  expect(events[0]?.message).toBe('Cluster "books" does not answer.')
})
