// Every server action in every role, on a real job store. An action that is not in the table fails the test: say who
// may run it, and whether it leaves an activity.
import fs from 'node:fs'
import path from 'node:path'
import { SMTPServer } from 'smtp-server'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { hashPassword } from '../auth/password.ts'
import { startSession } from '../auth/sessions.ts'
import type { ActionResult } from '../contracts/console-requests.ts'
import { db } from '../db/client.ts'
import type { Bench } from '../jobs/testing/job-store-bench.ts'
import { newClusterForm, newRequestId, startBench } from '../jobs/testing/job-store-bench.ts'
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
const WRITERS: Role[] = ['owner', 'admin', 'read_write']
const READERS: Role[] = ['owner', 'admin', 'read_write', 'read_only']
const SIGNED_IN = ROLES.filter((role) => role !== 'signed_out')

const LOOKS = 'it looks and changes nothing'

type Entry = {
  /** Who may; everybody else is refused and changes nothing. */
  may: readonly Role[]
  input: (world: World) => unknown
  /** Why it leaves no activity. */
  silent?: string
}

/** A password that is known, so that it can be changed. */
async function withPassword({ person }: World) {
  await db().user.updateMany({ where: { id: person.id }, data: { passwordHash: await hashPassword('a long password') } })
  return { current: 'a long password', password: 'quite another one', again: 'quite another one' }
}
async function withSession({ person }: World) {
  if ((await db().user.count({ where: { id: person.id } })) > 0) await startSession(person.id, { address: '10.0.0.1', browser: 'Firefox' })
  return {}
}
const ofCluster = async (world: World) => ({ clusterId: await world.cluster() })
const ofLoads = async (world: World) => ({ ...(await ofCluster(world)), collections: [{ database: 'default', name: 'books' }] })
const ofCollection = async (world: World) => ({ ...(await ofCluster(world)), database: 'default', collection: 'books' })
const ofMigration = async (world: World) => ({ migrationId: await world.migration() })
const ofInvitation = async (world: World) => ({ invitationId: (await world.invitation()).id })

const ACTIONS: Record<string, Record<string, Entry>> = {
  account: {
    changeName: { may: SIGNED_IN, input: () => ({ name: `Called ${newRequestId()}` }) },
    changePassword: { may: SIGNED_IN, input: withPassword },
    endOwnSession: { may: SIGNED_IN, input: () => ({ sessionId: 'another-one' }) },
    endOtherSessions: { may: SIGNED_IN, input: withSession },
    setNotificationPreference: { may: SIGNED_IN, input: () => ({ kind: 'failed', channel: 'mail', wanted: false }), silent: 'it changes what its own reader is told, and nothing else' },
  },
  clusters: {
    createCluster: { may: ADMINS, input: ({ projectId }) => ({ requestId: newRequestId(), cluster: newClusterForm(projectId, 'fresh') }) },
    registerEndpoint: {
      may: OWNER,
      input: ({ projectId }) => ({ requestId: newRequestId(), projectId, name: 'fresh', address: '127.0.0.1:19530', token: 'a:b', tls: false }),
    },
    probeEndpoint: {
      may: OWNER,
      input: ({ projectId }) => ({ projectId, address: '127.0.0.1:19530', token: 'a:b', tls: false }),
      silent: LOOKS,
    },
    renameCluster: { may: ADMINS, input: async (world) => ({ ...(await ofCluster(world)), name: 'renamed' }) },
    describeCluster: { may: ADMINS, input: async (world) => ({ ...(await ofCluster(world)), description: 'said' }) },
    deleteCluster: { may: ADMINS, input: async (world) => ({ ...(await ofCluster(world)), confirmName: 'books' }) },
    revealToken: { may: WRITERS, input: ofCluster },
    setAfterLife: { may: OWNER, input: async (world) => ({ ...(await ofCluster(world)), afterLife: 'readonly' }) },
  },
  collections: {
    loadCollections: { may: WRITERS, input: ofLoads },
    releaseCollections: { may: WRITERS, input: ofLoads },
    readLoadStates: { may: READERS, input: ofLoads, silent: LOOKS },
    queryCollection: { may: READERS, input: ofCollection, silent: LOOKS },
    searchCollection: { may: READERS, input: async (world) => ({ ...(await ofCollection(world)), vectorField: 'vector', vector: '[1, 0]' }), silent: LOOKS },
    readEntity: { may: READERS, input: async (world) => ({ ...(await ofCollection(world)), key: '1' }), silent: LOOKS },
    compareCollection: { may: READERS, input: async (world) => ({ clusterId: await world.migrated(), database: 'default', collection: 'books' }), silent: LOOKS },
  },
  invitations: {
    resendInvitation: { may: ADMINS, input: ofInvitation },
    revokeInvitation: { may: ADMINS, input: ofInvitation },
    copyInvitationLink: { may: ADMINS, input: ofInvitation },
    acceptInvitation: { may: SIGNED_IN, input: async ({ person, invitation }) => ({ token: (await invitation(person.email)).token }) },
    joinByInvitation: { may: ROLES, input: async ({ invitation }) => ({ token: (await invitation()).token, name: 'Mia', password: 'a long password' }) },
  },
  members: {
    inviteMembers: { may: OWNER, input: () => ({ emails: [`${newRequestId()}@example.com`] }) },
    inviteToProject: { may: ADMINS, input: ({ projectId }) => ({ projectId, emails: [`${newRequestId()}@example.com`] }) },
    changeMemberRole: { may: OWNER, input: ({ other }) => ({ userId: other.id, role: 'owner' }) },
    removeMember: { may: OWNER, input: ({ other }) => ({ userId: other.id }) },
    changeProjectRole: { may: ADMINS, input: ({ other, projectId }) => ({ userId: other.id, projectId, role: 'admin' }) },
    removeProjectMember: { may: ADMINS, input: ({ other, projectId }) => ({ userId: other.id, projectId }) },
  },
  migrations: {
    startMigration: {
      may: ADMINS,
      input: async (world) => ({ requestId: newRequestId(), sourceId: await world.cluster(), target: newClusterForm(world.projectId, 'fresh') }),
    },
    stopDataSync: { may: ADMINS, input: async (world) => ({ ...(await ofMigration(world)), confirmed: true, acceptUnverified: true }) },
    cancelMigration: { may: ADMINS, input: ofMigration },
    startVerification: { may: ADMINS, input: ofMigration },
    cancelVerification: { may: ADMINS, input: ofMigration },
    resyncDifferences: { may: ADMINS, input: ofMigration },
  },
  notifications: {
    markNotificationsRead: { may: SIGNED_IN, input: () => ({ ids: [] }), silent: 'it changes what its own reader sees, and nothing else' },
  },
  organization: {
    renameOrganization: { may: OWNER, input: () => ({ name: 'Renamed' }) },
    sendTestMessage: { may: OWNER, input: () => ({}) },
  },
  projects: {
    createProject: { may: OWNER, input: () => ({ name: 'Fresh' }) },
    renameProject: { may: ADMINS, input: async ({ spareProject }) => ({ projectId: await spareProject(), name: 'Renamed' }) },
    deleteProject: { may: OWNER, input: async ({ spareProject }) => ({ projectId: await spareProject(), confirmName: 'Spare' }) },
  },
  setup: {
    createFirstOwner: {
      // Once there is a user, nobody.
      may: [],
      input: () => ({ name: 'Eve', email: 'eve@example.com', password: 'a long password', organization: 'Eve Inc' }),
    },
  },
}

type Action = (input: unknown) => Promise<ActionResult<unknown>>
type File = Record<string, Action>

const FOLDER = path.resolve(import.meta.dirname, '../../app/actions')
const files = fs.readdirSync(FOLDER).filter((name) => fs.readFileSync(path.join(FOLDER, name), 'utf8').startsWith("'use server'"))
const fileOf = (name: string) => import(`../../app/actions/${name}.ts`) as Promise<File>

let bench: Bench
let smtp: SMTPServer
beforeAll(async () => {
  smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _session, done) => void stream.resume().on('end', () => done()),
  })
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve))
  bench = await startBench({ SMTP_URL: `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}` })
})
afterAll(async () => {
  await bench.stop()
  await new Promise<void>((resolve) => smtp.close(() => resolve()))
})

const REFUSED = /^request\.(unauthorized|forbidden|not_found)$|^(cluster|migration)\.not_found$/

/** What the action says to this role, and how many activities it leaves. */
async function run(action: Action, entry: Entry, role: Role) {
  session.user = null
  const world = await createWorld(bench, role)
  const input = await entry.input(world)
  const before = await world.activities()
  session.user = world.user
  const result = await action(input)
  return { said: result.ok ? 'done' : result.error.code, activities: (await world.activities()) - before }
}

describe('every server action', () => {
  it('is in the table, and the table names no other', async () => {
    const found = await Promise.all(files.map(async (name) => [name.replace(/\.ts$/, ''), Object.keys(await fileOf(name.replace(/\.ts$/, ''))).sort()]))
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(Object.entries(ACTIONS).map(([file, actions]) => [file, Object.keys(actions).sort()])))
  })

  const cases = Object.entries(ACTIONS).flatMap(([file, actions]) => Object.entries(actions).map(([name, entry]) => ({ file, name, entry })))

  it.each(cases)('$name is done for those who may, and refused to everybody else', async ({ file, name, entry }) => {
    const action = (await fileOf(file))[name]
    if (action === undefined) throw new Error(`app/actions/${file}.ts has no ${name}`)
    for (const role of ROLES) {
      const { said, activities } = await run(action, entry, role)
      const may = entry.may.includes(role)
      expect({ role, said: REFUSED.test(said) ? 'refused' : said }).toEqual({ role, said: may ? 'done' : 'refused' })
      if (role === 'signed_out' && !may && file !== 'setup') expect(said).toBe('request.unauthorized')
      expect({ role, activities }).toEqual({ role, activities: may && entry.silent === undefined ? 1 : 0 })
    }
  })
})
