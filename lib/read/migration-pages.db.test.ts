import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MigrationListQuery } from '../contracts/migration-list-query.ts'
import { DEFAULT_MIGRATION_QUERY, MIGRATIONS_PER_PAGE } from '../contracts/migration-list-query.ts'
import { MigrationPage } from '../contracts/migrations-api.ts'
import { db } from '../db/client.ts'
import { newId } from '../db/new-id.ts'
import type { Stage } from '../generated/prisma/client.ts'
import type { Bench } from '../jobs/testing/job-store-bench.ts'
import { startBench } from '../jobs/testing/job-store-bench.ts'
import { differingVerification } from '../jobs/testing/verification-facts.ts'
import type { SessionUser } from '../permissions/access.ts'
import { readMigrations } from './migrations.ts'

const MIGRATIONS = 120
const HOUR_MS = 3_600_000
const ENDED: Stage[] = ['completed', 'failed', 'cancelled']

let bench: Bench
let owner: SessionUser
let admin: SessionUser
let projectId: string

beforeAll(async () => {
  bench = await startBench()
  const made = await bench.newProject()
  ;({ projectId, owner } = made)
  admin = await made.newPerson({ project: 'admin' })
  await fill()
})
afterAll(() => bench.stop())

/** Migration n was started n hours ago; every fourth one goes on, every third one is the admin's. */
async function fill() {
  const cluster = (name: string) => ({ id: newId.cluster(), projectId, name, driver: 'embedded' as const, plan: 'enterprise', tokenEncrypted: 'secret', createdById: owner.id })
  const numbers = Array.from({ length: MIGRATIONS }, (_, at) => ({ at, source: cluster(`source-${String(at).padStart(3, '0')}`), target: cluster(`target_${at}`) }))
  await db().cluster.createMany({ data: numbers.flatMap(({ source, target }) => [source, target]) })
  const copy = { total: 100, copied: 50, ratePerS: 1, timeLeftMs: 1 }
  await db().migration.createMany({
    data: numbers.map(({ at, source, target }) => {
      const stage = at % 4 === 0 ? 'syncing' : ENDED[at % 3]!
      const startedAt = new Date(Date.now() - at * HOUR_MS - 1_000)
      return {
        id: newId.migration(), requestId: newId.migration(), sourceId: source.id, targetId: target.id, createdById: at % 3 === 0 ? admin.id : owner.id,
        stage, startedAt, ...(stage === 'syncing' ? {} : { endedAt: new Date(startedAt.getTime() + HOUR_MS / 2) }),
        facts: { stage, copy, sync: { lagMs: at * 10 }, verification: at === 0 ? differingVerification() : null, collections: [{ name: 'not read' }] },
      }
    }),
  })
}

const read = async (change: Partial<MigrationListQuery> = {}) => MigrationPage.parse(await readMigrations(owner, { projectId }, { ...DEFAULT_MIGRATION_QUERY, ...change }))
const names = (page: MigrationPage) => page.migrations.map(({ source }) => source.name)

describe('a page of migrations', () => {
  it('holds fifty, newest first, and says how many there are and who made them', async () => {
    const page = await read()
    expect(page).toMatchObject({ total: MIGRATIONS, page: 1, empty: false })
    expect(page.people.map(({ id }) => id).sort()).toEqual([owner.id, admin.id].sort())
    expect(names(page)).toHaveLength(MIGRATIONS_PER_PAGE)
    expect(names(page)[0]).toBe('source-000')
    const all = [page, await read({ page: 2 }), await read({ page: 3 })].flatMap(names)
    expect(new Set(all).size).toBe(MIGRATIONS)
  })

  it('past the end is the last one', async () => {
    expect(await read({ page: 99 })).toMatchObject({ page: 3 })
  })

  it('says of the facts what a list shows', async () => {
    const [first, second] = (await read()).migrations
    expect(first).toMatchObject({ stage: 'syncing', lagMs: 0, copied: 1, verification: { verdict: 'different', differing: 3 } })
    expect(second).toMatchObject({ lagMs: null, verification: null })
  })

  it('is filtered by status, person, time and part of a name, literally', async () => {
    expect((await read({ status: 'in_progress' })).total).toBe(MIGRATIONS / 4)
    expect((await read({ status: 'pending' })).total).toBe(0)
    expect((await read({ person: admin.id })).total).toBe(MIGRATIONS / 3)
    expect((await read({ period: 'day' })).total).toBe(24)
    expect(names(await read({ search: 'SOURCE-007' }))).toEqual(['source-007'])
    expect(names(await read({ search: 'target_5', sort: 'source' }))[0]).toBe('source-005')
    expect((await read({ search: 'target%5' })).total).toBe(0)
    const [one] = (await read()).migrations
    expect(names(await read({ search: one!.id }))).toEqual(['source-000'])
  })

  it('an empty page of a filter is not an empty list', async () => {
    expect(await read({ search: 'nothing' })).toMatchObject({ total: 0, empty: false, migrations: [] })
    const fresh = await bench.newProject()
    expect(await readMigrations(fresh.owner, { projectId: fresh.projectId })).toMatchObject({ total: 0, empty: true, people: [] })
  })

  it('is sorted by name and by end, what goes on with the newest', async () => {
    expect(names(await read({ sort: '-source' }))[0]).toBe('source-119')
    const ended = (await read({ sort: '-ended' })).migrations.map(({ endedAt }) => endedAt)
    expect(ended.slice(0, 30)).toEqual(Array(30).fill(null))
    expect(ended[30]).toBeGreaterThan(ended[31]!)
  })

  it('can be of one cluster', async () => {
    const [one] = (await read()).migrations
    const page = await readMigrations(owner, { projectId, clusterId: one!.target.id })
    expect(page.migrations.map(({ id }) => id)).toEqual([one!.id])
  })
})
