import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deleteCluster } from '../clusters/change-cluster.ts'
import { NewCluster } from '../contracts/console-requests.ts'
import { db } from '../db/client.ts'
import { startMigration } from './start-migration.ts'
import type { Bench } from './testing/job-store-bench.ts'
import { newClusterForm, newRequestId, runningCluster, startBench } from './testing/job-store-bench.ts'
import { work } from './work.ts'

let bench: Bench
beforeAll(async () => {
  bench = await startBench()
})
afterAll(() => bench.stop())

const targetForm = (projectId: string, name: string) => NewCluster.parse(newClusterForm(projectId, name))

async function ready() {
  const { projectId, owner, newPerson } = await bench.newProject()
  const sourceId = await runningCluster(owner, projectId, 'books')
  const migrate = (name: string, user = owner, requestId = newRequestId()) =>
    startMigration(user, { requestId, sourceId, target: targetForm(projectId, name), indexes: 'auto' })
  return { projectId, owner, newPerson, sourceId, migrate }
}

const codesOf = (results: PromiseSettledResult<unknown>[]) =>
  results.flatMap((result) => (result.status === 'rejected' ? [(result.reason as { code: string }).code] : []))

describe('startMigration', () => {
  it('of two people who press Migrate at once, one starts a migration and the other is told', async () => {
    const { sourceId, newPerson, migrate } = await ready()
    const people = await Promise.all([1, 2, 3, 4].map(() => newPerson({ project: 'admin' })))
    const results = await Promise.allSettled(people.map((person, index) => migrate(`target-${index}`, person)))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(codesOf(results)).toEqual(['migration.exists', 'migration.exists', 'migration.exists'])
    expect(await db().migration.count({ where: { sourceId } })).toBe(1)
    expect(await db().cluster.count({ where: { name: { startsWith: 'target-' }, projectId: { not: '' }, asTarget: { some: { sourceId } } } })).toBe(1)
  })

  it('a refused press leaves no target cluster behind', async () => {
    const { projectId, migrate } = await ready()
    await migrate('first')
    await expect(migrate('second')).rejects.toMatchObject({ code: 'migration.exists' })
    expect((await db().cluster.findMany({ where: { projectId } })).map(({ name }) => name).sort()).toEqual(['books', 'first'])
  })

  it('a double click makes one migration and gives the same answer twice', async () => {
    const { owner, projectId, sourceId, migrate } = await ready()
    const requestId = newRequestId()
    const [first, second] = await Promise.all([migrate('target', owner, requestId), migrate('target', owner, requestId)])
    expect(second).toEqual(first)
    expect(await migrate('target', owner, requestId)).toEqual(first)
    expect(await db().migration.count({ where: { sourceId } })).toBe(1)
    expect(await db().cluster.count({ where: { projectId } })).toBe(2)
  })

  it("another person's request id does not reveal a migration", async () => {
    const { newPerson, migrate, owner } = await ready()
    const requestId = newRequestId()
    await migrate('target', owner, requestId)
    const other = await newPerson({ project: 'admin' })
    await expect(migrate('other', other, requestId)).rejects.toMatchObject({ code: 'migration.exists' })
  })

  it('a name that the project has is refused at its field, in any case of letters', async () => {
    const { migrate } = await ready()
    await expect(migrate('Books')).rejects.toMatchObject({ code: 'cluster.name_taken', details: { field: 'target.name' } })
  })

  it('a cluster that does not run, or is a target already, cannot be a source', async () => {
    const { owner, projectId, sourceId, migrate } = await ready()
    const { targetId } = await migrate('target')
    await work()
    const next = { requestId: newRequestId(), sourceId: targetId, target: targetForm(projectId, 'third'), indexes: 'auto' as const }
    await expect(startMigration(owner, next)).rejects.toMatchObject({ code: 'migration.exists' })
    await db().migration.deleteMany({ where: { sourceId } })
    await db().cluster.update({ where: { id: sourceId }, data: { state: 'unavailable' } })
    await expect(migrate('fourth')).rejects.toMatchObject({ code: 'migration.not_allowed' })
  })

  it('the target needs the plan of its source or a higher one', async () => {
    const { owner, projectId, sourceId } = await ready()
    const target = NewCluster.parse({ ...newClusterForm(projectId, 'small'), plan: 'standard' })
    await expect(startMigration(owner, { requestId: newRequestId(), sourceId, target, indexes: 'auto' })).rejects.toMatchObject({
      details: { field: 'target.plan' },
    })
  })

  it('only owners and project admins start; members may look only; strangers find nothing', async () => {
    const { newPerson, migrate } = await ready()
    for (const project of ['read_only', 'read_write'] as const)
      await expect(migrate('target', await newPerson({ project }))).rejects.toMatchObject({ code: 'request.forbidden' })
    for (const organization of ['member', 'billing_admin'] as const)
      await expect(migrate('target', await newPerson({ organization }))).rejects.toMatchObject({ code: 'cluster.not_found' })
    const stranger = (await bench.newProject()).owner
    await expect(migrate('target', stranger)).rejects.toMatchObject({ code: 'cluster.not_found' })
    await expect(migrate('target', await newPerson({ project: 'admin' }))).resolves.toHaveProperty('migrationId')
  })

  it('the target must be in a project where the person may start too', async () => {
    const { owner, sourceId } = await ready()
    const foreign = await bench.newProject()
    const request = { requestId: newRequestId(), sourceId, target: targetForm(foreign.projectId, 'target'), indexes: 'auto' as const }
    await expect(startMigration(owner, request)).rejects.toMatchObject({ code: 'request.not_found' })
  })

  it('a Locked cluster cannot be deleted and says why; deleting and migrating at once, one of the two wins', async () => {
    const { owner, sourceId, migrate } = await ready()
    await migrate('target')
    const remove = () => deleteCluster(owner, { clusterId: sourceId, confirmName: 'books' })
    await expect(remove()).rejects.toMatchObject({ code: 'cluster.locked', publicMessage: expect.stringContaining('Locked') as string })

    const second = await ready()
    const race = await Promise.allSettled([
      second.migrate('target'),
      deleteCluster(second.owner, { clusterId: second.sourceId, confirmName: 'books' }),
    ])
    expect(race.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })
})
