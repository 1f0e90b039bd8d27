import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { NewCluster } from '../contracts/console-requests.ts'
import { db } from '../db/client.ts'
import type { Bench } from '../jobs/testing/job-store-bench.ts'
import { newClusterForm, newRequestId, runningCluster, startBench } from '../jobs/testing/job-store-bench.ts'
import { work } from '../jobs/work.ts'
import type { SessionUser } from '../permissions/access.ts'
import { readCluster, readClusters } from '../read/clusters.ts'
import { deleteCluster, describeCluster, renameCluster, revealToken, setAfterLife } from './change-cluster.ts'
import { readClusterMetrics } from './cluster-metrics.ts'
import { createCluster, probeEndpoint, registerEndpoint } from './create-cluster.ts'

let bench: Bench
beforeAll(async () => {
  bench = await startBench()
})
afterAll(() => bench.stop())
beforeEach(() => {
  Object.assign(bench.plane.state, {
    refuse: null,
    probe: { engine: { kind: 'milvus', version: '2.3.5' }, problem: null, collections: 3 },
    newClusterState: 'running',
  })
})

const create = (user: SessionUser, projectId: string, name: string, requestId = newRequestId()) =>
  createCluster(user, { requestId, cluster: NewCluster.parse(newClusterForm(projectId, name)) })

const register = (user: SessionUser, projectId: string, name = 'outside', requestId = newRequestId()) =>
  registerEndpoint(user, { requestId, projectId, name, description: '', address: '10.0.0.1:19530', token: 'root:Milvus', tls: false })

describe('createCluster', () => {
  it('makes a row at once and the cluster by the worker; the token is at rest encrypted only', async () => {
    const { projectId, owner } = await bench.newProject()
    const { clusterId } = await create(owner, projectId, 'books')
    expect((await readCluster(owner, clusterId)).cluster.state).toBe('creating')
    await work()
    const { cluster } = await readCluster(owner, clusterId)
    expect(cluster).toMatchObject({ state: 'running', engine: { kind: 'lite' }, endpoint: expect.stringContaining('http') as string })
    const { token } = await revealToken(owner, clusterId)
    expect(token).toMatch(/^db_admin:.{20,}$/)
    expect(JSON.stringify(await db().cluster.findUnique({ where: { id: clusterId } }), (_, value: unknown) => typeof value === 'bigint' ? String(value) : value)).not.toContain(token)
  })

  it('a double click makes one; two people with one name make one and the other is told at the field', async () => {
    const { projectId, owner, newPerson } = await bench.newProject()
    const requestId = newRequestId()
    const [first, second] = await Promise.all([create(owner, projectId, 'books', requestId), create(owner, projectId, 'books', requestId)])
    expect(second).toEqual(first)
    const admin = await newPerson({ project: 'admin' })
    const race = await Promise.allSettled([create(owner, projectId, 'songs'), create(admin, projectId, 'SONGS')])
    const refused = race.find((result) => result.status === 'rejected')
    expect(refused?.reason).toMatchObject({ code: 'cluster.name_taken', details: { field: 'cluster.name' } })
    expect((await readClusters(owner, projectId)).clusters).toHaveLength(2)
  })

  it('a machine that cannot make clusters says why on the cluster', async () => {
    const { projectId, owner } = await bench.newProject()
    bench.plane.state.refuse = (call) =>
      call.startsWith('PUT /v1/clusters') ? { code: 'embedded.unavailable', message: 'Python 3.10 or newer is missing.' } : null
    const { clusterId } = await create(owner, projectId, 'books')
    await work()
    expect((await readCluster(owner, clusterId)).cluster).toMatchObject({ state: 'failed', stateReason: 'Python 3.10 or newer is missing.' })
  })

  it('a cluster that another worker makes meanwhile never counts as lost', async () => {
    const { projectId, owner } = await bench.newProject()
    const { clusterId } = await create(owner, projectId, 'books')
    let release = () => {}
    const released = new Promise<void>((resolve) => (release = resolve))
    const asked = new Promise<void>((resolve) => {
      bench.plane.state.hold = (call) => {
        if (call !== 'GET /v1/clusters') return undefined
        resolve()
        return released
      }
    })
    const late = work()
    await asked
    bench.plane.state.hold = null
    await work()
    release()
    await late
    expect((await readCluster(owner, clusterId)).cluster.state).toBe('running')
  })

  it('a busy data plane is asked again', async () => {
    const { projectId, owner } = await bench.newProject()
    bench.plane.state.refuse = (call) => (call.startsWith('PUT') ? { code: 'embedded.crashed', message: 'Restarting.' } : null)
    const { clusterId } = await create(owner, projectId, 'books')
    await work()
    expect((await readCluster(owner, clusterId)).cluster).toMatchObject({ state: 'creating', stateReason: 'Restarting.' })
    bench.plane.state.refuse = null
    await work()
    expect((await readCluster(owner, clusterId)).cluster.state).toBe('running')
  })
})

describe('registerEndpoint', () => {
  it.each(['The server refused the token.', 'There is no server at 10.0.0.1:19530.', 'Milvus 2.0.1 is too old; 2.2 is needed.'])(
    'an endpoint that cannot be used is not registered, and the reason is said at the field: %s',
    async (problem) => {
      const { projectId, owner } = await bench.newProject()
      bench.plane.state.probe = { engine: null, problem, collections: null }
      await expect(register(owner, projectId)).rejects.toMatchObject({ publicMessage: problem, details: { field: 'address' } })
      expect((await readClusters(owner, projectId)).clusters).toEqual([])
    },
  )

  it('registers what answers, and shows its address, not its token', async () => {
    const { projectId, owner } = await bench.newProject()
    const { clusterId } = await register(owner, projectId)
    await work()
    const detail = await readCluster(owner, clusterId)
    expect(detail).toMatchObject({ address: '10.0.0.1:19530', cluster: { driver: 'endpoint', state: 'running' } })
    expect(JSON.stringify(detail)).not.toContain('Milvus"')
    expect(await revealToken(owner, clusterId)).toEqual({ token: 'root:Milvus' })
  })
})

describe('renameCluster and deleteCluster', () => {
  it('a name is free again once its cluster is deleted', async () => {
    const { projectId, owner } = await bench.newProject()
    const clusterId = await runningCluster(owner, projectId, 'books')
    await runningCluster(owner, projectId, 'songs')
    await expect(renameCluster(owner, { clusterId, name: 'Songs' })).rejects.toMatchObject({ code: 'cluster.name_taken' })
    await renameCluster(owner, { clusterId, name: 'Books' })
    await deleteCluster(owner, { clusterId, confirmName: 'Books' })
    expect((await readCluster(owner, clusterId)).cluster.state).toBe('deleting')
    await work()
    await expect(readCluster(owner, clusterId)).rejects.toMatchObject({ code: 'cluster.not_found' })
    expect(bench.plane.state.clusters.has(clusterId)).toBe(false)
    await expect(create(owner, projectId, 'books')).resolves.toHaveProperty('clusterId')
  })

  it('a deleted cluster that still stands in the data plane is deleted there', async () => {
    const { projectId, owner } = await bench.newProject()
    const clusterId = await runningCluster(owner, projectId, 'books')
    await db().cluster.update({ where: { id: clusterId }, data: { deletedAt: new Date() } })
    await work()
    expect(bench.plane.state.clusters.has(clusterId)).toBe(false)
  })

  it('the name must be typed to confirm; a deletion that fails is tried again and says why', async () => {
    const { projectId, owner } = await bench.newProject()
    const clusterId = await runningCluster(owner, projectId, 'books')
    await expect(deleteCluster(owner, { clusterId, confirmName: 'book' })).rejects.toMatchObject({ details: { field: 'confirmName' } })
    await deleteCluster(owner, { clusterId, confirmName: 'books' })
    bench.plane.state.refuse = (call) => (call.startsWith('DELETE') ? { code: 'cluster.busy', message: 'It is busy.' } : null)
    await work()
    expect((await readCluster(owner, clusterId)).cluster).toMatchObject({ state: 'deleting', stateReason: 'It is busy.' })
    bench.plane.state.refuse = null
    await work()
    await expect(readCluster(owner, clusterId)).rejects.toMatchObject({ code: 'cluster.not_found' })
  })
})

describe('what is known of a cluster', () => {
  it('its entities come with the report, and stay while the data plane has not counted them again', async () => {
    const { projectId, owner } = await bench.newProject()
    const clusterId = await runningCluster(owner, projectId, 'books')
    const report = (entities: number | null) => bench.plane.state.clusters.set(clusterId, { ...bench.plane.state.clusters.get(clusterId)!, entities })
    for (const [told, shown] of [[70, 70], [null, 70], [0, 0]] as const) {
      report(told)
      await work()
      expect((await readClusters(owner, projectId)).clusters[0]?.entities).toBe(shown)
    }
  })

  it('its description is replaced as a whole, and an activity says so', async () => {
    const { projectId, owner } = await bench.newProject()
    const clusterId = await runningCluster(owner, projectId, 'books')
    await describeCluster(owner, { clusterId, description: 'All books' })
    await describeCluster(owner, { clusterId, description: '' })
    expect((await readCluster(owner, clusterId)).cluster.description).toBe('')
    const { message } = await db().activity.findFirstOrThrow({ where: { userId: owner.id }, orderBy: { id: 'desc' } })
    expect(message).toContain('description of cluster "books"')
  })

  it('its metrics are read from the data plane, which is said to be away where it is', async () => {
    const { projectId, owner } = await bench.newProject()
    const clusterId = await runningCluster(owner, projectId, 'books')
    expect(await readClusterMetrics(owner, clusterId)).toEqual({ endpoint: [], contents: [] })
    bench.plane.state.loseAnswer = (call) => call.endsWith('/metrics')
    await expect(readClusterMetrics(owner, clusterId)).rejects.toMatchObject({ code: 'dataplane.unreachable' })
    bench.plane.state.loseAnswer = null
  })

  it('what stands at an address is told before it is registered, and nothing is kept', async () => {
    const { projectId, owner } = await bench.newProject()
    const found = await probeEndpoint(owner, { projectId, address: '10.0.0.1:19530', token: '', tls: false })
    expect(found).toEqual({ engine: { kind: 'milvus', version: '2.3.5' }, problem: null, collections: 3 })
    expect((await readClusters(owner, projectId)).total).toBe(0)
  })
})

describe('who may do what to a cluster', () => {
  const ACTIONS = {
    create: ({ user, projectId }) => create(user, projectId, `c-${newRequestId()}`),
    register: ({ user, projectId }) => register(user, projectId, `r-${newRequestId()}`),
    rename: ({ user, clusterId }) => renameCluster(user, { clusterId, name: `n-${newRequestId()}` }),
    token: ({ user, clusterId }) => revealToken(user, clusterId),
    afterLife: ({ user, clusterId }) => setAfterLife(user, { clusterId, afterLife: 'writable' }),
    look: ({ user, clusterId }) => readCluster(user, clusterId),
    list: ({ user, projectId }) => readClusters(user, projectId),
  } satisfies Record<string, (at: { user: SessionUser; projectId: string; clusterId: string }) => Promise<unknown>>

  it.each([
    ['owner', null, Object.keys(ACTIONS)],
    ['member', 'admin', ['create', 'rename', 'token', 'look', 'list']],
    ['member', 'read_write', ['token', 'look', 'list']],
    ['member', 'read_only', ['look', 'list']],
    ['member', null, []],
    ['billing_admin', null, []],
  ] as const)('%s with project role %s may: %j', async (organization, project, allowed) => {
    const { projectId, owner, newPerson } = await bench.newProject()
    const clusterId = await runningCluster(owner, projectId, 'books')
    const user = await newPerson({ organization, project })
    const may: string[] = []
    for (const [name, act] of Object.entries(ACTIONS)) {
      const outcome = await act({ user, projectId, clusterId }).then(() => 'done', (error: { code: string }) => error.code)
      if (outcome === 'done') may.push(name)
      else expect(['request.forbidden', 'cluster.not_found', 'request.not_found']).toContain(outcome)
    }
    expect(may).toEqual(allowed)
  })
})
