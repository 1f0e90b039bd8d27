import { afterAll, beforeAll, expect, it } from 'vitest'
import { db } from '../db/client.ts'
import { cancelMigration } from './request-change.ts'
import type { Bench } from './testing/job-store-bench.ts'
import { makeDue, startBench, startedMigration, stageOf, workUntil } from './testing/job-store-bench.ts'
import { work } from './work.ts'

let bench: Bench
beforeAll(async () => {
  bench = await startBench()
})
afterAll(() => bench.stop())

async function syncing() {
  const { projectId, owner } = await bench.newProject()
  const migration = await startedMigration(owner, projectId)
  await workUntil(async () => bench.plane.stageOf(migration.migrationId) !== undefined)
  bench.plane.report(migration.migrationId, { stage: 'syncing', lagMs: 10 })
  await workUntil(async () => (await stageOf(migration.migrationId)) === 'syncing')
  return { ...migration, owner, projectId }
}

/** What the console did by itself in the project. */
const byItself = async (projectId: string) =>
  (await db().activity.findMany({ where: { projectId, userId: null }, orderBy: { id: 'asc' } })).map(({ level, message }) => `${level}: ${message}`)

it('the end of a migration is an activity, once, however often the worker looks', async () => {
  const { migrationId, projectId } = await syncing()
  bench.plane.report(migrationId, { stage: 'completed', endedAt: Date.now() })
  await workUntil(async () => (await stageOf(migrationId)) === 'completed')
  for (let round = 0; round < 3; round++) {
    await makeDue()
    await Promise.all([work(), work()])
  }
  expect(await byItself(projectId)).toEqual([`info: Migration ${migrationId} of "books" to "books-new" was completed.`])
})

it('a failure is an Error with the reason', async () => {
  const { migrationId, projectId } = await syncing()
  bench.plane.report(migrationId, { stage: 'failed', endedAt: Date.now(), failure: { code: 'journal.write_failed', message: 'The disk is full.' } })
  await workUntil(async () => (await stageOf(migrationId)) === 'failed')
  expect(await byItself(projectId)).toEqual([`error: Migration ${migrationId} of "books" to "books-new" failed: The disk is full.`])
})

it('a canceled migration says that it was, and that its target went with it', async () => {
  const { migrationId, projectId, targetId, owner } = await syncing()
  await cancelMigration(owner, { migrationId, keepTarget: false })
  await workUntil(async () => (await stageOf(migrationId)) === 'cancelled')
  expect(await byItself(projectId)).toEqual([
    `warning: Migration ${migrationId} of "books" to "books-new" was canceled.`,
    `warning: Cluster "books-new" (${targetId}) was deleted with its canceled migration.`,
  ])
})

it('a cluster that fails is an Error, once also when two workers see it', async () => {
  const { projectId, sourceId } = await syncing()
  const facts = bench.plane.state.clusters.get(sourceId)
  if (facts === undefined) throw new Error('the double has no source')
  bench.plane.state.clusters.set(sourceId, { ...facts, state: 'failed', reason: 'Its data cannot be read.' })
  await Promise.all([work(), work()])
  expect(await byItself(projectId)).toEqual([`error: Cluster "books" (${sourceId}) failed: Its data cannot be read.`])
})
