import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { NewCluster } from '../contracts/console-requests.ts'
import { db } from '../db/client.ts'
import { advance, work } from './work.ts'
import { leaseDue } from './lease.ts'
import { cancelMigration, stopDataSync } from './request-change.ts'
import { startMigration } from './start-migration.ts'
import type { Bench } from './testing/job-store-bench.ts'
import { makeDue, newClusterForm, newRequestId, stageOf, startBench, startedMigration, workUntil } from './testing/job-store-bench.ts'
import { verificationFacts } from './testing/verification-facts.ts'

let bench: Bench
beforeAll(async () => {
  bench = await startBench()
})
afterAll(() => bench.stop())
beforeEach(() => {
  Object.assign(bench.plane.state, { refuse: null, loseAnswer: null, findings: [], newClusterState: 'running' })
  bench.plane.state.calls.length = 0
})

const rowOf = (id: string) => db().migration.findUniqueOrThrow({ where: { id }, include: { target: true, source: true } })
const eventsOf = async (id: string) =>
  (await db().migrationEvent.findMany({ where: { migrationId: id }, orderBy: { id: 'asc' } })).map(({ message }) => message)
const handedOver = async (id: string) => (await rowOf(id)).handedOverAt !== null
const isGone = async (clusterId: string) =>
  (await db().cluster.findUniqueOrThrow({ where: { id: clusterId } })).deletedAt !== null

async function started() {
  const { projectId, owner } = await bench.newProject()
  const migration = await startedMigration(owner, projectId)
  return { owner, ...migration }
}

async function syncing(lagMs = 500) {
  const at = await started()
  await workUntil(() => handedOver(at.migrationId))
  bench.plane.report(at.migrationId, { stage: 'syncing', syncStartedAt: Date.now(), lagMs, verification: verificationFacts() })
  await workUntil(async () => (await stageOf(at.migrationId)) === 'syncing')
  return at
}

describe('a migration, step by step', () => {
  it('goes from Migrate to completed: target made, precheck, hand-over, stop, end', async () => {
    const { owner, migrationId, targetId } = await syncing()
    await stopDataSync(owner, { migrationId, confirmed: true, afterLife: 'writable', acceptLag: false, acceptUnverified: false })
    await workUntil(async () => (await stageOf(migrationId)) === 'finalizing')
    bench.plane.report(migrationId, { stage: 'completed', endedAt: 1_700_000_000_000, servingSide: 'target' })
    await workUntil(async () => (await stageOf(migrationId)) === 'completed')
    const row = await rowOf(migrationId)
    expect(row.endedAt?.getTime()).toBe(1_700_000_000_000)
    expect(row.target.deleteRequestedAt).toBeNull()
    expect(bench.plane.state.calls.filter((call) => call.startsWith('PUT'))).toEqual([
      expect.stringContaining('/v1/clusters/'),
      `PUT /v1/clusters/${targetId}`,
      `PUT /v1/migrations/${migrationId}`,
    ])
  })

  it('waits for the target, and fails with the reason when it cannot be made', async () => {
    const { migrationId, targetId } = await started()
    bench.plane.state.newClusterState = 'creating'
    await work()
    await makeDue()
    await work()
    expect(await stageOf(migrationId)).toBe('preparing')
    expect(await handedOver(migrationId)).toBe(false)
    const facts = bench.plane.state.clusters.get(targetId)
    if (facts === undefined) throw new Error('the target was not asked for')
    bench.plane.state.clusters.set(targetId, { ...facts, state: 'failed', reason: 'Python 3.10 is missing.' })
    await workUntil(async () => (await stageOf(migrationId)) === 'failed')
    expect((await rowOf(migrationId)).failureMessage).toContain('Python 3.10 is missing.')
  })

  it('a blocker found by the precheck fails it before anything is started, source unlocked', async () => {
    bench.plane.state.findings = [
      { check: 'size', severity: 'warning', message: 'Large.', remedy: 'Wait.' },
      { check: 'auto-id', severity: 'blocker', message: 'Collection "a" makes its own ids.', remedy: 'Use another target.' },
    ]
    const { migrationId } = await started()
    await workUntil(async () => (await stageOf(migrationId)) === 'failed')
    const row = await rowOf(migrationId)
    expect(row).toMatchObject({ failureCode: 'migration.blocked', failureMessage: expect.stringContaining('makes its own ids') as string })
    expect((row.findings as { check: string }[])[0]?.check).toBe('auto-id')
    expect(bench.plane.state.migrations.has(migrationId)).toBe(false)
  })

  it('a refused registration of the migration fails it with the reason', async () => {
    bench.plane.state.refuse = (call) =>
      call.startsWith('PUT /v1/migrations') ? { code: 'migration.blocked', message: 'The target is not empty.' } : null
    const { migrationId } = await started()
    await workUntil(async () => (await stageOf(migrationId)) === 'failed')
    expect((await rowOf(migrationId)).failureMessage).toBe('The target is not empty.')
  })
})

describe('crashes and lost answers', () => {
  it.each(['PUT /v1/clusters', 'POST /v1/prechecks', 'PUT /v1/migrations', 'GET /v1/migrations/', 'GET /v1/clusters'])(
    'a lost answer to %s changes nothing but time',
    async (lost) => {
      const { migrationId, targetId } = await started()
      let times = 2
      bench.plane.state.loseAnswer = (call) => call.startsWith(lost) && times-- > 0
      await workUntil(async () => (await rowOf(migrationId)).factsAt !== null)
      expect(await stageOf(migrationId)).toBe('preparing')
      expect((await rowOf(migrationId)).dataPlaneProblem).toBeNull()
      expect([...bench.plane.state.migrations.values()].filter((facts) => facts.targetId === targetId)).toHaveLength(1)
    },
  )

  it('a worker that dies before any write of its step is followed by one that takes the same step', async () => {
    const { migrationId } = await started()
    const seen: string[] = []
    for (let round = 0; round < 8; round++) {
      await makeDue()
      // A worker leases and is gone: its step reached the data plane at most, the job store never.
      await leaseDue('a worker that dies')
      if (round % 2 === 0 && (await rowOf(migrationId)).target.state === 'running')
        bench.plane.state.loseAnswer = (call) => call.startsWith('PUT /v1/migrations')
      await work()
      expect((await rowOf(migrationId)).leaseOwner).toBe('a worker that dies')
      await db().migration.updateMany({ data: { leaseUntil: new Date(0) } })
      await work()
      bench.plane.state.loseAnswer = null
      seen.push(await stageOf(migrationId))
    }
    await workUntil(async () => (await rowOf(migrationId)).factsAt !== null)
    expect(new Set(seen)).toEqual(new Set(['preparing']))
    expect((await eventsOf(migrationId)).filter((message) => message.includes('started'))).toHaveLength(1)
  })

  it('nobody advances a leased migration; an expired lease is taken over', async () => {
    const { migrationId } = await started()
    await makeDue()
    expect(await leaseDue('first')).toContain(migrationId)
    expect(await leaseDue('second')).not.toContain(migrationId)
    await db().migration.update({ where: { id: migrationId }, data: { leaseUntil: new Date(0) } })
    expect(await leaseDue('second')).toContain(migrationId)
  })

  it('Invariant: a worker whose lease has run out writes nothing', async () => {
    const { migrationId } = await syncing()
    await makeDue()
    await leaseDue('late')
    await db().migration.update({ where: { id: migrationId }, data: { leaseOwner: 'other' } })
    bench.plane.report(migrationId, { stage: 'completed', endedAt: Date.now() })
    await advance(migrationId, 'late')
    expect(await rowOf(migrationId)).toMatchObject({ stage: 'syncing', leaseOwner: 'other' })
  })

  it('many workers at once take each step once', async () => {
    const { migrationId } = await started()
    for (let round = 0; round < 6; round++) {
      await makeDue()
      await Promise.all([work(), work(), work(), work()])
    }
    await workUntil(async () => (await rowOf(migrationId)).factsAt !== null)
    expect(bench.plane.state.calls.filter((call) => call === `PUT /v1/migrations/${migrationId}`)).toHaveLength(1)
    expect((await eventsOf(migrationId)).filter((message) => message.includes('nothing stands in the way'))).toHaveLength(1)
  })

  it('while the data plane is away the last facts stay and the problem is said; then it goes on', async () => {
    const { migrationId } = await syncing()
    bench.plane.state.refuse = () => ({ code: 'internal.unexpected', message: 'away' })
    await makeDue()
    await work()
    const away = await rowOf(migrationId)
    expect(away.stage).toBe('syncing')
    expect(away.facts).not.toBeNull()
    expect(away.dataPlaneProblem).not.toBeNull()
    bench.plane.state.refuse = null
    await workUntil(async () => (await rowOf(migrationId)).dataPlaneProblem === null)
  })

  it('a data plane that forgot the migration is not told again; Cancel unlocks the source', async () => {
    const { owner, migrationId } = await syncing()
    bench.plane.state.migrations.delete(migrationId)
    await makeDue()
    await work()
    expect((await rowOf(migrationId)).dataPlaneProblem).toContain('does not know this migration')
    expect(bench.plane.state.migrations.has(migrationId)).toBe(false)
    await cancelMigration(owner, { migrationId, keepTarget: true })
    await workUntil(async () => (await stageOf(migrationId)) === 'cancelled')
  })

  it('a cluster that the data plane lost is failed, never made again empty', async () => {
    const { sourceId } = await started()
    bench.plane.state.clusters.delete(sourceId)
    await work()
    const row = await db().cluster.findUniqueOrThrow({ where: { id: sourceId } })
    expect(row).toMatchObject({ state: 'failed', stateReason: expect.stringContaining('no longer knows') as string })
    expect(bench.plane.state.clusters.has(sourceId)).toBe(false)
  })

  it('a migration that ended here and still runs in the data plane is cancelled there', async () => {
    const { migrationId } = await syncing()
    await db().migration.update({ where: { id: migrationId }, data: { stage: 'cancelled', endedAt: new Date() } })
    await work()
    expect(bench.plane.stageOf(migrationId)).toBe('cancelled')
  })
})

describe('stop and cancel', () => {
  it('two people who press Stop at once stop it once', async () => {
    const { owner, migrationId } = await syncing()
    const press = () => stopDataSync(owner, { migrationId, confirmed: true, afterLife: 'readonly', acceptLag: false, acceptUnverified: false })
    await Promise.all([press(), press(), press()])
    await workUntil(async () => (await stageOf(migrationId)) === 'finalizing')
    await makeDue()
    await work()
    expect(bench.plane.state.calls.filter((call) => call.endsWith('/stop'))).toHaveLength(1)
    expect((await eventsOf(migrationId)).filter((message) => message.includes('asked to stop'))).toHaveLength(1)
  })

  it('Stop and Cancel at once: one of the two counts and the other is told', async () => {
    const { owner, migrationId } = await syncing()
    const results = await Promise.allSettled([
      stopDataSync(owner, { migrationId, confirmed: true, afterLife: 'readonly', acceptLag: false, acceptUnverified: false }),
      cancelMigration(owner, { migrationId, keepTarget: false }),
    ])
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('over 10 s of lag Stop is refused unless the lag is accepted', async () => {
    const { owner, migrationId } = await syncing(12_000)
    const request = { migrationId, confirmed: true as const, afterLife: 'readonly' as const }
    await expect(stopDataSync(owner, { ...request, acceptLag: false, acceptUnverified: false })).rejects.toMatchObject({
      code: 'migration.lag_too_high',
      publicMessage: expect.stringContaining('12 s') as string,
    })
    await expect(stopDataSync(owner, { ...request, acceptLag: true, acceptUnverified: false })).resolves.toEqual({})
  })

  it('before the sync there is nothing to stop', async () => {
    const { owner, migrationId } = await started()
    await expect(
      stopDataSync(owner, { migrationId, confirmed: true, afterLife: 'readonly', acceptLag: true, acceptUnverified: false }),
    ).rejects.toMatchObject({ code: 'migration.not_allowed', publicMessage: expect.stringContaining('not copied yet') as string })
  })

  it('a stop that the data plane refuses gives the button back and says why', async () => {
    const { owner, migrationId } = await syncing()
    bench.plane.state.refuse = (call) =>
      call.endsWith('/stop') ? { code: 'migration.lag_too_high', message: 'The lag is 15 s.' } : null
    await stopDataSync(owner, { migrationId, confirmed: true, afterLife: 'readonly', acceptLag: false, acceptUnverified: false })
    await workUntil(async () => (await rowOf(migrationId)).wanted === 'run')
    expect(await eventsOf(migrationId)).toContainEqual(expect.stringContaining('The lag is 15 s.'))
  })

  it('a stop that timed out and was given up gives the button back with the reason', async () => {
    const { owner, migrationId } = await syncing()
    await stopDataSync(owner, { migrationId, confirmed: true, afterLife: 'readonly', acceptLag: false, acceptUnverified: false })
    await workUntil(async () => (await stageOf(migrationId)) === 'finalizing')
    bench.plane.report(migrationId, {
      stage: 'syncing',
      stopRequestedAt: null,
      cutover: { attempts: 1, heldMs: null, lastRefusal: 'The target took longer than 10 s.' },
    })
    await db().migration.update({ where: { id: migrationId }, data: { stopForwardedAt: new Date(0) } })
    await workUntil(async () => (await rowOf(migrationId)).wanted === 'run')
    expect(await stageOf(migrationId)).toBe('syncing')
    expect(await eventsOf(migrationId)).toContain('The target took longer than 10 s.')
  })

  it.each([
    { keepTarget: false, gone: true },
    { keepTarget: true, gone: false },
  ])('Cancel with keepTarget $keepTarget: target gone is $gone, source free again', async ({ keepTarget, gone }) => {
    const { owner, migrationId, targetId, sourceId } = await syncing()
    await cancelMigration(owner, { migrationId, keepTarget })
    await workUntil(async () => (await stageOf(migrationId)) === 'cancelled')
    await work()
    expect(await isGone(targetId)).toBe(gone)
    expect(bench.plane.state.clusters.has(targetId)).toBe(!gone)
    expect(await isGone(sourceId)).toBe(false)
  })

  it('Cancel before the hand-over never reaches the data plane', async () => {
    const { owner, migrationId } = await started()
    await cancelMigration(owner, { migrationId, keepTarget: false })
    await workUntil(async () => (await stageOf(migrationId)) === 'cancelled')
    expect(bench.plane.state.migrations.has(migrationId)).toBe(false)
  })

  it('while it is being stopped it cannot be cancelled', async () => {
    const { owner, migrationId } = await syncing()
    await stopDataSync(owner, { migrationId, confirmed: true, afterLife: 'readonly', acceptLag: false, acceptUnverified: false })
    await workUntil(async () => (await stageOf(migrationId)) === 'finalizing')
    await expect(cancelMigration(owner, { migrationId, keepTarget: false })).rejects.toMatchObject({ code: 'migration.not_allowed' })
  })

  it('a sync that nobody stopped for 7 days fails, and the source can be migrated again', async () => {
    const { owner, projectId, sourceId, migrationId } = await syncing()
    bench.plane.report(migrationId, {
      stage: 'failed',
      endedAt: Date.now(),
      failure: { code: 'migration.sync_limit', message: 'Nobody stopped the data sync within 7 days.' },
    })
    await workUntil(async () => (await stageOf(migrationId)) === 'failed')
    expect(await rowOf(migrationId)).toMatchObject({ failureCode: 'migration.sync_limit' })
    const target = NewCluster.parse(newClusterForm(projectId, 'again'))
    await expect(startMigration(owner, { requestId: newRequestId(), sourceId, target, indexes: 'auto' })).resolves.toHaveProperty('migrationId')
  })
})
