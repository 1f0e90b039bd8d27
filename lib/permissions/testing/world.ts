// An organization with everything in it that an action or a route can be about, for the tests that try each of them
// in each role. Parts are made when they are asked for.
import { randomBytes } from 'node:crypto'
import { sealToken } from '../../clusters/cluster-secrets.ts'
import { dataPlane } from '../../clusters/data-plane.ts'
import { db } from '../../db/client.ts'
import { newId } from '../../db/new-id.ts'
import { startMigration } from '../../jobs/start-migration.ts'
import { NewCluster } from '../../contracts/console-requests.ts'
import type { Bench } from '../../jobs/testing/job-store-bench.ts'
import { newClusterForm, newRequestId } from '../../jobs/testing/job-store-bench.ts'
import { differingVerification } from '../../jobs/testing/verification-facts.ts'
import { tokenHash } from '../../organization/invitation-link.ts'
import type { SessionUser } from '../access.ts'

/** Every way in which somebody may come to the console. `member` and `billing_admin` belong to no project. */
export const ROLES = ['owner', 'billing_admin', 'member', 'admin', 'read_write', 'read_only', 'signed_out'] as const
export type Role = (typeof ROLES)[number]

export type World = Awaited<ReturnType<typeof createWorld>>

/** Makes an organization in which somebody has `role`. */
export async function createWorld(bench: Bench, role: Role) {
  const { owner, newPerson, projectId } = await bench.newProject()
  const { organizationId } = await db().project.findUniqueOrThrow({ where: { id: projectId } })
  const ofOrganization = role === 'owner' || role === 'billing_admin' ? role : 'member'
  const ofProject = role === 'admin' || role === 'read_write' || role === 'read_only' ? role : null
  const person = await newPerson({ organization: ofOrganization, project: ofProject })
  const other = await newPerson({ project: 'read_only' })

  /** A project without clusters in which the person has the same role. */
  async function spareProject(): Promise<string> {
    const id = newId.project()
    const members = ofProject === null ? {} : { members: { create: { userId: person.id, role: ofProject } } }
    await db().project.create({ data: { id, organizationId, name: 'Spare', ...members } })
    return id
  }

  /** A cluster that the data plane's double has too. */
  async function cluster(name = 'books'): Promise<string> {
    const id = newId.cluster()
    await dataPlane().putCluster(id, { driver: 'embedded', token: 'test:cluster-token' })
    await db().cluster.create({
      data: {
        id, projectId, name,
        driver: 'embedded', plan: 'enterprise', provider: 'aws', regionId: 'aws-us-west-2', cuType: 'performance', cuSize: 1,
        state: 'running', factsAt: new Date(), endpoint: 'http://127.0.0.1:1', engineKind: 'lite', engineVersion: '2.5.1',
        tokenEncrypted: sealToken('test:cluster-token', id),
        createdById: owner.id,
      },
    })
    return id
  }

  /** A migration that syncs, with a verification that found differences. */
  async function migration(): Promise<string> {
    const sourceId = await cluster()
    const target = NewCluster.parse(newClusterForm(projectId, 'books-new'))
    const { migrationId, targetId } = await startMigration(owner, { requestId: newRequestId(), sourceId, target, indexes: 'auto' })
    await dataPlane().putMigration(migrationId, { sourceId, targetId, indexes: 'auto' })
    bench.plane.report(migrationId, { stage: 'syncing', lagMs: 10, verification: differingVerification() })
    const facts = JSON.parse(JSON.stringify(bench.plane.state.migrations.get(migrationId))) as object
    await db().migration.update({ where: { id: migrationId }, data: { stage: 'syncing', handedOverAt: new Date(), facts } })
    return migrationId
  }

  /** The target of a migration that has completed. */
  async function migrated(): Promise<string> {
    const [sourceId, targetId] = [await cluster(), await cluster('books-new')]
    await db().migration.create({ data: { id: newId.migration(), requestId: newRequestId(), sourceId, targetId, createdById: owner.id, stage: 'completed' } })
    return targetId
  }

  /** A pending invitation, and the token of its link. */
  async function invitation(email = `${randomBytes(6).toString('hex')}@example.com`) {
    const [id, token] = [newId.row(), randomBytes(32).toString('base64url')]
    await db().invitation.create({
      data: {
        id, organizationId, email,
        role: 'member',
        tokenHashes: [tokenHash(token)],
        invitedById: owner.id,
        expiresAt: new Date(Date.now() + 60_000),
        projects: { create: { projectId, role: 'read_only' } },
      },
    })
    return { id, token }
  }

  return {
    organizationId, projectId, owner, person, other, spareProject, cluster, migration, migrated, invitation,
    /** Who is signed in. */
    user: (role === 'signed_out' ? null : person) as SessionUser | null,
    activities: () => db().activity.count({ where: { organizationId } }),
  }
}
