import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { VerificationReport } from '../contracts/control-api.ts'
import { db } from '../db/client.ts'
import { readMigration } from '../read/migration.ts'
import { readMigrations } from '../read/migrations.ts'
import { stopDataSync } from './request-change.ts'
import { cancelVerification, openVerificationReport, resyncDifferences, startVerification } from './request-verification.ts'
import type { Bench } from './testing/job-store-bench.ts'
import { makeDue, stageOf, startBench, startedMigration, workUntil } from './testing/job-store-bench.ts'
import { differingVerification, verificationFacts } from './testing/verification-facts.ts'
import { work } from './work.ts'

let bench: Bench
beforeAll(async () => {
  bench = await startBench()
})
afterAll(() => bench.stop())
beforeEach(() => {
  Object.assign(bench.plane.state, { refuse: null, samples: [] })
  bench.plane.state.calls.length = 0
})

async function syncing(verification = verificationFacts()) {
  const { projectId, owner, newPerson } = await bench.newProject()
  const migration = await startedMigration(owner, projectId)
  const { migrationId } = migration
  await workUntil(async () => bench.plane.stageOf(migrationId) !== undefined)
  bench.plane.report(migrationId, { stage: 'syncing', syncStartedAt: Date.now(), lagMs: 100, verification })
  await workUntil(async () => (await stageOf(migrationId)) === 'syncing')
  return { owner, newPerson, ...migration }
}
const observe = async () => {
  await makeDue()
  await work()
}
const eventsOf = async (migrationId: string) =>
  (await db().migrationEvent.findMany({ where: { migrationId }, orderBy: { id: 'asc' } })).map(({ kind, message }) => `${kind}: ${message}`)
const stop = { confirmed: true as const, afterLife: 'readonly' as const, acceptLag: false }
const callsOf = (migrationId: string) => bench.plane.state.calls.filter((call) => call.includes(`${migrationId}/`))

describe('Stop Data Sync and the last verification', () => {
  it.each([
    ['none has been made', null],
    ['it runs', verificationFacts({ state: 'running', verdict: null, endedAt: null })],
    ['it found differences', differingVerification()],
    ['it failed', verificationFacts({ state: 'failed', verdict: null, reason: 'The target was away.' })],
    ['it was canceled', verificationFacts({ state: 'cancelled', verdict: null })],
  ])('is refused by the server when %s, and taken when that is accepted', async (_when, verification) => {
    const { owner, migrationId } = await syncing()
    bench.plane.report(migrationId, { verification })
    await observe()
    await expect(stopDataSync(owner, { ...stop, migrationId, acceptUnverified: false })).rejects.toMatchObject({ code: 'migration.not_verified' })
    expect((await db().migration.findUniqueOrThrow({ where: { id: migrationId } })).wanted).toBe('run')
    await stopDataSync(owner, { ...stop, migrationId, acceptUnverified: true })
    await workUntil(async () => (await stageOf(migrationId)) === 'finalizing')
    expect(bench.plane.state.bodies.get(`POST /v1/migrations/${migrationId}/stop`)).toEqual({ afterLife: 'readonly', acceptLag: false, acceptUnverified: true })
    expect(await eventsOf(migrationId)).toContainEqual(expect.stringContaining('without a finished verification'))
  })

  it.each([verificationFacts(), verificationFacts({ verdict: 'unsettled' })])('needs nothing more after the verdict $verdict', async (verification) => {
    const { owner, migrationId } = await syncing(verification)
    await stopDataSync(owner, { ...stop, migrationId, acceptUnverified: false })
    await workUntil(async () => (await stageOf(migrationId)) === 'finalizing')
    expect(bench.plane.state.bodies.get(`POST /v1/migrations/${migrationId}/stop`)).toMatchObject({ acceptUnverified: false })
  })

  it('a refusal of the data plane gives the button back, and takes back what was accepted', async () => {
    const { owner, migrationId } = await syncing(differingVerification())
    bench.plane.state.refuse = (call) => (call.endsWith('/stop') ? { code: 'migration.not_verified', message: 'A verification runs.' } : null)
    await stopDataSync(owner, { ...stop, migrationId, acceptUnverified: true })
    await workUntil(async () => (await db().migration.findUniqueOrThrow({ where: { id: migrationId } })).wanted === 'run')
    expect(await db().migration.findUniqueOrThrow({ where: { id: migrationId } })).toMatchObject({ acceptUnverified: false })
    expect(await eventsOf(migrationId)).toContainEqual('request: The request was refused: A verification runs.')
  })
})

describe('a verification is told', () => {
  it('once among the events, and a difference once by mail, whatever number of verifications finds it', async () => {
    const { owner, migrationId } = await syncing()
    await observe()
    const differing = differingVerification({ startedAt: 3_000 })
    bench.plane.report(migrationId, { verification: differing })
    await observe()
    await observe()
    bench.plane.report(migrationId, { verification: { ...differing, startedAt: 4_000 } })
    await observe()
    const told = (await eventsOf(migrationId)).filter((event) => event.startsWith('verification:'))
    expect(told).toHaveLength(3)
    expect(told[0]).toContain('both sides the same')
    expect(told[1]).toContain('3 entities that differ')
    const notifications = await db().notification.findMany({ where: { migrationId, userId: owner.id, kind: 'differs' } })
    expect(notifications.map(({ title }) => title)).toEqual(['Verification found differences: books to books-new'])
    expect(notifications[0]?.body).toContain('1 is missing on the target')
  })

  it('in the lists and the details, also when the migration has ended', async () => {
    const { owner, migrationId } = await syncing(verificationFacts({ reason: null }))
    bench.plane.report(migrationId, { stage: 'completed', endedAt: Date.now() })
    await workUntil(async () => (await stageOf(migrationId)) === 'completed')
    bench.plane.state.migrations.delete(migrationId)
    const [migration] = (await readMigrations(owner, { projectId: null })).migrations
    expect(migration?.verification).toEqual({ state: 'completed', verdict: 'identical', differing: 0, endedAt: 2_000 })
    expect((await readMigration(owner, migrationId)).facts?.verification?.collections).toHaveLength(1)
  })
})

describe('the buttons of the verification', () => {
  it('reach the data plane at once, and the next facts show what they did', async () => {
    const { owner, migrationId } = await syncing(differingVerification())
    await startVerification(owner, { migrationId })
    await observe()
    expect((await readMigration(owner, migrationId)).facts?.verification).toMatchObject({ state: 'running', trigger: 'user' })
    await cancelVerification(owner, { migrationId })
    bench.plane.report(migrationId, { verification: differingVerification({ startedAt: 9_000 }) })
    await observe()
    await resyncDifferences(owner, { migrationId })
    await observe()
    expect(callsOf(migrationId)).toEqual([
      `POST /v1/migrations/${migrationId}/verification`,
      `DELETE /v1/migrations/${migrationId}/verification`,
      `POST /v1/migrations/${migrationId}/verification/resync`,
    ])
    const events = await eventsOf(migrationId)
    for (const did of ['asked for a verification', 'canceled the verification', 'asked to re-sync', '3 differing entities are synced anew'])
      expect(events).toContainEqual(expect.stringContaining(did))
  })

  it('are for those who may stop the sync; others are told so and strangers find nothing', async () => {
    const { newPerson, migrationId } = await syncing(differingVerification())
    const acts = [startVerification, cancelVerification, resyncDifferences, (...[user]: Parameters<typeof startVerification>) => openVerificationReport(user, migrationId)]
    const readers = [await newPerson({ project: 'read_only' }), await newPerson({ project: 'read_write' })]
    const stranger = (await bench.newProject()).owner
    for (const act of acts) {
      for (const reader of readers) await expect(act(reader, { migrationId })).rejects.toMatchObject({ code: 'request.forbidden' })
      await expect(act(stranger, { migrationId })).rejects.toMatchObject({ code: 'migration.not_found' })
      await expect(act(await newPerson({ project: 'admin' }), { migrationId })).resolves.toBeDefined()
    }
    expect(callsOf(migrationId)).toHaveLength(acts.length)
  })

  it('are refused while the sync is being stopped, and a re-sync where nothing is known to differ', async () => {
    const { owner, migrationId } = await syncing()
    await expect(resyncDifferences(owner, { migrationId })).rejects.toMatchObject({ code: 'migration.not_allowed' })
    await stopDataSync(owner, { ...stop, migrationId, acceptUnverified: false })
    await expect(startVerification(owner, { migrationId })).rejects.toMatchObject({ code: 'migration.not_allowed' })
    expect(callsOf(migrationId)).toEqual([])
  })

  it('a data plane that is away, or refuses, is told at the button and leaves no event', async () => {
    const { owner, migrationId, targetId } = await syncing()
    bench.plane.state.refuse = (call) => (call.endsWith('/verification') ? { code: 'cluster.unreachable', message: `${targetId} is away.` } : null)
    await expect(startVerification(owner, { migrationId })).rejects.toMatchObject({ code: 'cluster.unreachable', publicMessage: '"books-new" is away.' })
    expect((await eventsOf(migrationId)).filter((event) => event.startsWith('request:'))).toEqual([])
  })
})

it('the report is passed on as the data plane wrote it', async () => {
  const { owner, migrationId } = await syncing(differingVerification())
  const sample = { database: 'default', collection: 'books', partition: '', key: '9007199254740993', kind: 'different' as const, fields: ['title'] }
  bench.plane.state.samples = [sample]
  const report = VerificationReport.parse(await new Response(await openVerificationReport(owner, migrationId)).json())
  expect(report).toMatchObject({ migrationId, verification: { differing: 3 }, samples: [sample] })
})

it("the choice of the target's indexes is kept and handed over, AUTOINDEX by default", async () => {
  const { projectId, owner } = await bench.newProject()
  for (const indexes of ['source', 'auto'] as const) {
    const { migrationId } = await startedMigration(owner, projectId, `books-${indexes}`, indexes)
    await workUntil(async () => bench.plane.stageOf(migrationId) !== undefined)
    expect(bench.plane.state.bodies.get(`PUT /v1/migrations/${migrationId}`)).toMatchObject({ indexes })
    expect((await readMigration(owner, migrationId)).migration.indexes).toBe(indexes)
  }
})
