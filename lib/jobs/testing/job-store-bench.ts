// What the tests of the job store share: a database of their own, the data plane's double, and people.
import { randomBytes } from 'node:crypto'
import { connectDataPlane } from '../../clusters/data-plane.ts'
import { connectDatabase, db } from '../../db/client.ts'
import { newId } from '../../db/new-id.ts'
import { createDatabase } from '../../db/testing/create-database.ts'
import { startTestServer } from '../../db/testing/test-server.ts'
import type { NewClusterInput } from '../../contracts/console-requests.ts'
import { NewCluster } from '../../contracts/console-requests.ts'
import type { OrganizationRole, ProjectRole } from '../../contracts/console-api.ts'
import { createCluster } from '../../clusters/create-cluster.ts'
import type { IndexChoice } from '../../migration/index-choice.ts'
import type { SessionUser } from '../../permissions/access.ts'
import { startMigration } from '../start-migration.ts'
import { work } from '../work.ts'
import type { FakeDataPlane } from './fake-data-plane.ts'
import { startFakeDataPlane } from './fake-data-plane.ts'

const PLANE_TOKEN = 'a token of the tests only'

const CONFIGURATION = {
  DATA_PLANE_TOKEN: PLANE_TOKEN,
  NEXTAUTH_URL: 'http://console.test',
  NEXTAUTH_SECRET: 'a secret of the tests only',
  SECRETS_KEY: 'a key of the tests only',
  MAIL_FROM: 'Migration <migration@console.test>',
}

export type Bench = {
  plane: FakeDataPlane
  /** A fresh organization with one project and its owner. */
  newProject: () => Promise<{ projectId: string; owner: SessionUser; newPerson: NewPerson }>
  stop: () => Promise<void>
}
type NewPerson = (roles: { organization?: OrganizationRole; project?: ProjectRole | null }) => Promise<SessionUser>

async function newProject() {
  const [organizationId, projectId] = [newId.organization(), newId.project()]
  await db().organization.create({
    data: { id: organizationId, name: 'Test', projects: { create: { id: projectId, name: 'Default Project' } } },
  })
  const newPerson: NewPerson = async ({ organization = 'member', project = null }) => {
    const id = newId.user()
    const person = { id, name: `Person ${id.slice(-4)}`, email: `${id}@example.com` }
    await db().user.create({
      data: {
        ...person,
        passwordHash: '',
        organizations: { create: { organizationId, role: organization } },
        ...(project === null ? {} : { projects: { create: { projectId, role: project } } }),
      },
    })
    return person
  }
  return { projectId, owner: await newPerson({ organization: 'owner' }), newPerson }
}

/** Starts all of it; `environment` adds to the configuration, which is read once per test file. */
export async function startBench(environment: Record<string, string> = {}): Promise<Bench> {
  const server = await startTestServer()
  const plane = await startFakeDataPlane(PLANE_TOKEN)
  const url = await createDatabase(server.url, `test_${randomBytes(4).toString('hex')}`)
  Object.assign(process.env, CONFIGURATION, { DATABASE_URL: url, DATA_PLANE_URL: plane.url }, environment)
  connectDatabase(url)
  connectDataPlane({ url: plane.url, token: PLANE_TOKEN })
  return {
    plane,
    newProject,
    async stop() {
      await db().$disconnect()
      await plane.stop()
      await server.stop()
    },
  }
}

/** A form as it is filled in. */
export function newClusterForm(projectId: string, name: string): NewClusterInput {
  return { projectId, name, provider: 'aws', regionId: 'aws-us-west-2', cuType: 'performance', cuSize: 1 }
}

export const newRequestId = (): string => randomBytes(12).toString('hex')

/** A running cluster, made through the worker. */
export async function runningCluster(user: SessionUser, projectId: string, name: string): Promise<string> {
  const cluster = NewCluster.parse(newClusterForm(projectId, name))
  const { clusterId } = await createCluster(user, { requestId: newRequestId(), cluster })
  await work()
  return clusterId
}

/** A migration from a new running cluster to a new one, started and not yet advanced. */
export async function startedMigration(user: SessionUser, projectId: string, name = 'books', indexes: IndexChoice = 'auto') {
  const sourceId = await runningCluster(user, projectId, name)
  const target = NewCluster.parse(newClusterForm(projectId, `${name}-new`))
  return { sourceId, ...(await startMigration(user, { requestId: newRequestId(), sourceId, target, indexes })) }
}

/** Makes every migration due now, as waiting would. */
export async function makeDue(): Promise<void> {
  await db().migration.updateMany({ data: { nextStepAt: new Date(0) } })
}

/** Works until `done` holds; throws when it does not in a generous number of rounds. */
export async function workUntil(done: () => Promise<boolean>, rounds = 20): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    if (await done()) return
    await makeDue()
    await work()
  }
  if (!(await done())) throw new Error(`not reached after ${rounds} rounds of the worker`)
}

export const stageOf = async (id: string) => (await db().migration.findUniqueOrThrow({ where: { id } })).stage
