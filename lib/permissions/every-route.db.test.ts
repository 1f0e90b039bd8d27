// Every GET route in every role, on a real job store. A route that is not in the table fails the test: say who may read it.
import fs from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Bench } from '../jobs/testing/job-store-bench.ts'
import { startBench } from '../jobs/testing/job-store-bench.ts'
import type { SessionUser } from './access.ts'
import type { Role, World } from './testing/world.ts'
import { createWorld, ROLES } from './testing/world.ts'

const session = vi.hoisted(() => ({ user: null as SessionUser | null }))
vi.mock(import('../auth/session.ts'), async (original) => ({
  ...(await original()),
  currentUser: () => Promise.resolve(session.user),
  currentSignIn: () => Promise.resolve(session.user && { user: session.user, sessionId: 'this-one' }),
}))
vi.mock(import('../clusters/milvus-session.ts'), async (original) => {
  const { visitDouble } = await import('./testing/milvus-double.ts')
  return { ...(await original()), visitCluster: visitDouble }
})

const OWNER: Role[] = ['owner']
const ADMINS: Role[] = ['owner', 'admin']
const READERS: Role[] = ['owner', 'admin', 'read_write', 'read_only']
const SIGNED_IN = ROLES.filter((role) => role !== 'signed_out')

type Entry = {
  /** Who may read it; everybody else is refused. Where it lists, each sees what is theirs: other tests say so. */
  may: readonly Role[]
  params?: (world: World) => Promise<Record<string, string>>
  query?: (world: World) => Promise<Record<string, string>>
}

const cluster = async (world: World) => ({ clusterId: await world.cluster() })
const project = ({ projectId }: World) => Promise.resolve({ projectId })
const migration = async (world: World) => ({ migrationId: await world.migration() })

const ROUTES: Record<string, Entry> = {
  'account': { may: SIGNED_IN },
  'activities': { may: OWNER, query: () => Promise.resolve({ from: String(Date.now() - 1000), to: String(Date.now()) }) },
  'clusters/[clusterId]': { may: READERS, params: cluster },
  'clusters/[clusterId]/collections': { may: READERS, params: cluster },
  'clusters/[clusterId]/collections/detail': { may: READERS, params: cluster, query: () => Promise.resolve({ database: 'default', name: 'books' }) },
  'clusters/[clusterId]/loaded-on-source': { may: READERS, params: cluster },
  'clusters/[clusterId]/metrics': { may: READERS, params: cluster },
  'health': { may: ROLES },
  'me': { may: SIGNED_IN },
  'migrations': { may: SIGNED_IN },
  'migrations/[migrationId]': { may: READERS, params: migration },
  'migrations/[migrationId]/verification-report': { may: ADMINS, params: migration },
  'notifications': { may: SIGNED_IN },
  'organization/members': { may: SIGNED_IN },
  'organization/settings': { may: OWNER },
  'projects': { may: SIGNED_IN },
  'projects/[projectId]/clusters': { may: READERS, params: project },
  'projects/[projectId]/members': { may: READERS, params: project },
  'wizard': { may: SIGNED_IN },
  'wizard/precheck': { may: ADMINS, query: async (world) => ({ sourceId: await world.cluster() }) },
}

/** next-auth's own: it asks for the session itself. */
const NOT_OURS = ['auth/[...nextauth]']

const FOLDER = path.resolve(import.meta.dirname, '../../app/api')
const files = fs
  .readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((file) => path.basename(file) === 'route.ts')
  .map((file) => path.dirname(file))
type Get = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>
const getOf = async (route: string) => ((await import(/* @vite-ignore */ path.join(FOLDER, route, 'route.ts'))) as { GET?: Get }).GET

let bench: Bench
beforeAll(async () => {
  bench = await startBench()
})
afterAll(() => bench.stop())

async function statusFor(get: Get, { params, query }: Entry, role: Role): Promise<number> {
  const world = await createWorld(bench, role)
  const context = { params: Promise.resolve((await params?.(world)) ?? {}) }
  const request = new Request(`http://console.test/api/x?${new URLSearchParams((await query?.(world)) ?? {})}`)
  session.user = world.user
  const response = await get(request, context)
  await response.text()
  return response.status
}

describe('every GET route', () => {
  it('is in the table, and the table names no other', async () => {
    const ours = files.filter((route) => !NOT_OURS.includes(route))
    const found = await Promise.all(ours.map(async (route) => ((await getOf(route)) === undefined ? [] : [route])))
    expect(found.flat().sort()).toEqual(Object.keys(ROUTES).sort())
  })

  it.each(Object.entries(ROUTES))('%s answers those who may read it, and nobody else', async (route, entry) => {
    const get = await getOf(route)
    if (get === undefined) throw new Error(`app/api/${route}/route.ts has no GET`)
    for (const role of ROLES) {
      const status = await statusFor(get, entry, role)
      const refused = role === 'signed_out' ? [401] : [403, 404]
      expect({ role, status }).toEqual({ role, status: entry.may.includes(role) ? 200 : refused.includes(status) ? status : 'a refusal' })
    }
  })
})
