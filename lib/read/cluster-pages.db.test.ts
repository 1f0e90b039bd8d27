import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ClusterListQuery } from '../contracts/cluster-list-query.ts'
import { CLUSTERS_PER_PAGE, DEFAULT_CLUSTER_QUERY } from '../contracts/cluster-list-query.ts'
import { db } from '../db/client.ts'
import { newId } from '../db/new-id.ts'
import type { Bench } from '../jobs/testing/job-store-bench.ts'
import { startBench } from '../jobs/testing/job-store-bench.ts'
import type { SessionUser } from '../permissions/access.ts'
import { readClusters } from './clusters.ts'

const CLUSTERS = 1_000
const MIGRATIONS = 100
/** The job store of an organization with several such projects: a list must not read them all. */
const OTHER_PROJECTS = 4

let bench: Bench
let owner: SessionUser
let projectId: string

beforeAll(async () => {
  bench = await startBench()
  for (let other = 0; other < OTHER_PROJECTS; other++) {
    const made = await bench.newProject()
    await fill(made.projectId, made.owner.id)
  }
  ;({ projectId, owner } = await bench.newProject())
  await fill(projectId, owner.id)
  await db().$executeRaw`ANALYZE`
})
afterAll(() => bench.stop())

async function fill(project: string, userId: string) {
  const rows = Array.from({ length: CLUSTERS }, (_, at) => ({
    id: newId.cluster(),
    projectId: project,
    name: `cluster-${String(at).padStart(4, '0')}`,
    driver: at % 10 === 0 ? ('endpoint' as const) : ('embedded' as const),
    provider: at % 10 === 0 ? null : at % 2 === 0 ? 'aws' : 'gcp',
    plan: 'enterprise',
    cuSize: at % 10 === 0 ? null : 1 + (at % 8),
    tokenEncrypted: '',
    state: at % 100 === 7 ? 'failed' : 'running',
    factsAt: new Date(),
    entities: at % 3 === 0 ? null : BigInt(at),
    createdAt: new Date(1_700_000_000_000 + at * 1_000),
    createdById: userId,
  }))
  await db().cluster.createMany({ data: rows })
  await db().migration.createMany({
    data: Array.from({ length: MIGRATIONS }, (_, at) => ({
      id: newId.migration(),
      requestId: newId.migration(),
      sourceId: rows[at * 2 + 200]!.id,
      targetId: rows[at * 2 + 201]!.id,
      createdById: userId,
      stage: 'syncing' as const,
    })),
  })
}

const read = (query: Partial<ClusterListQuery>) => readClusters(owner, projectId, { ...DEFAULT_CLUSTER_QUERY, ...query })
const names = async (query: Partial<ClusterListQuery>) => (await read(query)).clusters.map(({ name }) => name)

describe('a page of clusters', () => {
  it('holds twenty-five and says how many there are', async () => {
    const { clusters, total, page } = await read({ page: 2 })
    expect([clusters.length, total, page]).toEqual([CLUSTERS_PER_PAGE, CLUSTERS, 2])
    expect(clusters[0]?.name).toBe('cluster-0974')
  })

  it('is the last one where a later one is asked for', async () => {
    expect(await read({ page: 900 })).toMatchObject({ page: 40, clusters: { length: CLUSTERS_PER_PAGE } })
    expect(await read({ search: 'nothing', page: 900 })).toEqual({ clusters: [], total: 0, page: 1, empty: false })
    const fresh = await bench.newProject()
    expect(await readClusters(fresh.owner, fresh.projectId)).toMatchObject({ total: 0, empty: true })
  })

  it('is found by a part of the name or of the ID, whatever its case, and by nothing that only looks like a pattern', async () => {
    expect(await names({ search: 'STER-012', sort: 'name' })).toEqual(Array.from({ length: 10 }, (_, at) => `cluster-012${at}`))
    const [one] = (await read({})).clusters
    expect((await read({ search: one!.id })).clusters).toMatchObject([{ id: one!.id }])
    expect(await read({ search: 'c%r' })).toMatchObject({ total: 0 })
  })

  it('is filtered by what people see as the state, a migration included', async () => {
    expect(await read({ state: 'locked' })).toMatchObject({ total: MIGRATIONS })
    expect(await read({ state: 'syncing' })).toMatchObject({ total: MIGRATIONS })
    expect((await read({ state: 'failed' })).clusters.every(({ state }) => state === 'failed')).toBe(true)
    expect(await names({ state: 'locked', sort: 'name', page: MIGRATIONS / CLUSTERS_PER_PAGE })).toHaveLength(CLUSTERS_PER_PAGE)
    expect(await read({ state: 'locked', page: MIGRATIONS })).toMatchObject({ page: MIGRATIONS / CLUSTERS_PER_PAGE })
  })

  it('is filtered by provider, registered ones apart', async () => {
    expect(await read({ provider: 'registered' })).toMatchObject({ total: CLUSTERS / 10 })
    expect((await read({ provider: 'gcp' })).clusters.every(({ provider }) => provider === 'gcp')).toBe(true)
  })

  it('is sorted; clusters of which the figure is not known come last either way', async () => {
    expect((await read({ sort: '-entities' })).clusters[0]?.entities).toBe(998)
    expect((await read({ sort: 'entities' })).clusters[0]?.entities).toBe(1)
    expect((await read({ sort: '-entities', page: 40 })).clusters.at(-1)?.entities).toBeNull()
    expect((await read({ sort: 'cu' })).clusters[0]?.cuSize).toBe(1)
  })

  it("reads its own project's clusters and their migrations by index", async () => {
    const ids = (await read({})).clusters.map(({ id }) => id)
    const plans = await db().$transaction(async (tx) => [
      await tx.$queryRaw`EXPLAIN SELECT * FROM "Cluster" WHERE "projectId" = ${projectId} AND "deletedAt" IS NULL ORDER BY "createdAt" DESC, "id" LIMIT 25`,
      // So few migrations are read as fast whole: what is asked is whether there is an index once there are many.
      await tx.$executeRaw`SET LOCAL enable_seqscan = off`,
      await tx.$queryRaw`EXPLAIN SELECT * FROM "Migration" WHERE "sourceId" = ANY(${ids}) OR "targetId" = ANY(${ids})`,
    ])
    for (const plan of plans) expect(JSON.stringify(plan)).not.toContain('Seq Scan')
  })
})
