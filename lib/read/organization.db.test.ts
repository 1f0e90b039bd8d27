import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ActivityPage, OrganizationSettings, SYSTEM_PERSON } from '../contracts/organization-api.ts'
import { db } from '../db/client.ts'
import type { Bench } from '../jobs/testing/job-store-bench.ts'
import { runningCluster, startBench } from '../jobs/testing/job-store-bench.ts'
import type { SessionUser } from '../permissions/access.ts'
import { activityQueryOf, readActivities } from './activities.ts'
import { readSettings } from './settings.ts'

let bench: Bench
beforeAll(async () => {
  bench = await startBench({ SMTP_URL: 'smtp://mia:a-secret-password@mail.example.com:2525' })
})
afterAll(() => bench.stop())

const DAY = 24 * 60 * 60_000
const NOW = Date.now()

async function bed() {
  const { owner, newPerson, projectId } = await bench.newProject()
  const { organizationId } = await db().project.findUniqueOrThrow({ where: { id: projectId } })
  return { owner, newPerson, projectId, organizationId }
}

const query = (filters: Record<string, string> = {}) =>
  activityQueryOf(new URLSearchParams({ from: String(NOW - 7 * DAY), to: String(NOW + DAY), ...filters }))

async function said(user: SessionUser, filters: Record<string, string> = {}) {
  const { activities, next } = ActivityPage.parse(await readActivities(user, query(filters)))
  return { messages: activities.map(({ message }) => message), next, activities }
}

describe('activities', () => {
  it('are found by time, level, person and project, newest first', async () => {
    const { owner, newPerson, projectId, organizationId } = await bed()
    const mia = await newPerson({ project: 'admin' })
    const row = (message: string, over: object) => ({ organizationId, message, level: 'info' as const, userId: owner.id, ...over })
    await db().activity.createMany({
      data: [
        row('old', { at: new Date(NOW - 8 * DAY) }),
        row('created', { projectId }),
        row('deleted', { projectId, level: 'warning', userId: mia.id }),
        row('failed', { projectId, level: 'error', userId: null }),
        row('renamed', {}),
      ],
    })
    expect((await said(owner)).messages).toEqual(['renamed', 'failed', 'deleted', 'created'])
    expect((await said(owner, { level: 'warning' })).messages).toEqual(['deleted'])
    expect((await said(owner, { person: mia.id })).messages).toEqual(['deleted'])
    expect((await said(owner, { person: SYSTEM_PERSON })).messages).toEqual(['failed'])
    expect((await said(owner, { project: projectId, person: owner.id })).messages).toEqual(['created'])
    expect((await said(owner, { from: String(NOW - 9 * DAY), to: String(NOW - 7 * DAY) })).messages).toEqual(['old'])
    expect((await said(owner)).activities[1]).toMatchObject({ person: null, project: { id: projectId, name: 'Default Project' } })
  })

  it('come a page at a time; what is added meanwhile moves no page', async () => {
    const { owner, organizationId } = await bed()
    const rows = Array.from({ length: 120 }, (_, at) => ({ organizationId, message: `${at}`, level: 'info' as const, userId: owner.id }))
    await db().activity.createMany({ data: rows })
    const first = await said(owner)
    await db().activity.create({ data: { organizationId, message: 'late', level: 'info', userId: owner.id } })
    const second = await said(owner, { before: first.next ?? '' })
    const third = await said(owner, { before: second.next ?? '' })
    expect([...first.messages, ...second.messages, ...third.messages]).toEqual(rows.map(({ message }) => message).reverse())
    expect(third.next).toBeNull()
  })

  it('of another organization are never shown, whatever is asked for', async () => {
    const { organizationId, projectId } = await bed()
    await db().activity.create({ data: { organizationId, projectId, message: 'theirs', level: 'info', userId: null } })
    const stranger = (await bed()).owner
    expect((await said(stranger, { project: projectId })).messages).toEqual([])
  })

  it.each([
    ['over 30 days', { from: String(NOW - 32 * DAY), to: String(NOW) }],
    ['back to front', { from: String(NOW), to: String(NOW - DAY) }],
    ['no time', { from: '', to: '' }],
    ['an unknown level', { level: 'fatal' }],
    ['a made-up page', { before: '1; DROP' }],
  ])('%s is refused', (_, filters) => expect(() => query(filters)).toThrow(/request\.invalid/))
})

describe('settings', () => {
  it('say how mail and the data plane are, and hold no secret', async () => {
    const { owner, projectId } = await bed()
    await runningCluster(owner, projectId, 'books')
    const settings = OrganizationSettings.parse(await readSettings(owner))
    expect(settings.mail).toEqual({ server: 'smtp://mail.example.com:2525', signsIn: true, sender: 'Migration <migration@console.test>' })
    expect(settings.dataPlanes).toMatchObject([{ address: bench.plane.url, problem: null, version: '0', clusters: 1, runningMigrations: 0 }])
    expect(settings.providers.flatMap(({ regions }) => regions).every(({ driver }) => driver === 'embedded')).toBe(true)
    const text = JSON.stringify(settings)
    for (const secret of ['a-secret-password', 'mia', process.env.DATA_PLANE_TOKEN ?? '?', process.env.SECRETS_KEY ?? '?']) expect(text).not.toContain(secret)
  })

  it('say why the data plane is not reachable', async () => {
    const { owner } = await bed()
    bench.plane.state.refuse = () => ({ code: 'request.unauthorized', message: 'The token is wrong.' })
    const [plane] = (await readSettings(owner)).dataPlanes
    bench.plane.state.refuse = null
    expect(plane).toMatchObject({ version: null, startedAt: null, embedded: null, problem: 'The token is wrong.' })
  })
})
