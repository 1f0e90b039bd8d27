// A full job store for the console benchmark: one organization with 1,000 clusters, 100 migrations of which ten go on with
// an hour of lag samples and many events, 10,000 activities, and people.
import { db } from '../lib/db/client.ts'
import { newId } from '../lib/db/new-id.ts'
import { hashPassword } from '../lib/auth/password.ts'
import type { MigrationFacts } from '../lib/contracts/control-api.ts'
import type { Stage } from '../lib/migration/stage.ts'

export const STORE_SIZE = { clusters: 1_000, migrations: 100, active: 10, collections: 50, events: 300, activities: 10_000, people: 50, notifications: 200 }
/** As they are kept: one a second for two minutes, one per five seconds before, for an hour. */
const SAMPLE_AGES_S = [...range(120), ...range(696).map((at) => 120 + at * 5)]
const HOUR_MS = 3_600_000

export type FilledStore = {
  email: string
  password: string
  projectId: string
  clusterId: string
  lockedClusterId: string
  activeMigrationId: string
  endedMigrationId: string
}
/** What the data plane has to know of it. */
export type StoreFacts = { clusters: { id: string; endpoint: string }[]; migrations: MigrationFacts[] }

export async function fillStore(): Promise<{ store: FilledStore; facts: StoreFacts }> {
  const [organizationId, projectId] = [newId.organization(), newId.project()]
  const person = { email: 'owner@example.com', password: 'correct horse battery' }
  await db().organization.create({ data: { id: organizationId, name: 'Benchmark', projects: { create: { id: projectId, name: 'Default Project' } } } })
  const users = await fillPeople(organizationId, projectId, person)
  const clusters = await fillClusters(projectId, users[0]!)
  const { migrations, active, ended } = await fillMigrations(clusters, users)
  await fillActivities(organizationId, projectId, users)
  await fillNotifications(users[0]!, ended)
  await db().$executeRaw`ANALYZE`
  const store = { ...person, projectId, clusterId: clusters.at(-1)!.id, lockedClusterId: clusters[0]!.id, activeMigrationId: active[0]!, endedMigrationId: ended[0]! }
  return { store, facts: { clusters, migrations } }
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, at) => at)
}

async function fillPeople(organizationId: string, projectId: string, { email, password }: { email: string; password: string }): Promise<string[]> {
  const passwordHash = await hashPassword(password)
  const users = range(STORE_SIZE.people).map((at) => ({ id: newId.user(), name: `Person ${at}`, email: at === 0 ? email : `person-${at}@example.com`, passwordHash }))
  await db().user.createMany({ data: users })
  await db().organizationMember.createMany({ data: users.map(({ id }, at) => ({ organizationId, userId: id, role: at === 0 ? ('owner' as const) : ('member' as const) })) })
  await db().projectMember.createMany({ data: users.slice(1).map(({ id }) => ({ projectId, userId: id, role: 'admin' as const })) })
  return users.map(({ id }) => id)
}

async function fillClusters(projectId: string, createdById: string) {
  const clusters = range(STORE_SIZE.clusters).map((at) => ({ id: newId.cluster(), endpoint: `http://127.0.0.1:${20_000 + at}`, at }))
  await db().cluster.createMany({
    data: clusters.map(({ id, endpoint, at }) => ({
      id, endpoint, projectId, createdById,
      name: `${at % 2 === 0 ? 'source' : 'target'}-${String(at).padStart(4, '0')}`,
      driver: 'embedded' as const,
      provider: 'aws', regionId: 'aws-us-east-1', cuType: 'performance', cuSize: 1 + (at % 8), plan: 'enterprise',
      tokenEncrypted: 'not a token', state: 'running', engineKind: 'lite', engineVersion: '3.2.2', policy: 'open',
      factsAt: new Date(), entities: BigInt(at * 1_000), createdAt: new Date(Date.now() - at * HOUR_MS),
    })),
  })
  return clusters
}

/** Migration n goes from cluster 2n to cluster 2n + 1; the first ones go on. */
async function fillMigrations(clusters: { id: string }[], users: string[]) {
  const ended: Stage[] = ['completed', 'failed', 'cancelled']
  const rows = range(STORE_SIZE.migrations).map((at) => {
    const stage: Stage = at < STORE_SIZE.active ? 'syncing' : ended[at % 3]!
    const startedAt = Date.now() - (at + 2) * HOUR_MS
    return { id: newId.migration(), sourceId: clusters[at * 2]!.id, targetId: clusters[at * 2 + 1]!.id, stage, startedAt, at }
  })
  const migrations = rows.map(factsOf)
  await db().migration.createMany({
    data: rows.map(({ startedAt, at, ...row }, index) => ({
      ...row,
      requestId: row.id, createdById: users[at % users.length]!, precheckedAt: new Date(), handedOverAt: new Date(), startedAt: new Date(startedAt),
      facts: migrations[index]!, factsAt: new Date(), recentLagMs: [900, 900, 900], caughtUpAt: new Date(),
      ...(row.stage === 'syncing' ? {} : { endedAt: new Date(startedAt + HOUR_MS) }),
      ...(row.stage === 'failed' ? { failureCode: 'copy.failed', failureMessage: 'The source cluster could not be read.' } : {}),
    })),
  })
  await db().migrationEvent.createMany({
    data: rows.flatMap(({ id, startedAt, stage }) =>
      range(stage === 'syncing' ? STORE_SIZE.events : 12).map((at) => ({ migrationId: id, at: new Date(startedAt + at * 10_000), kind: at === 0 ? 'started' : at % 5 === 0 ? 'condition' : 'stage', message: `Something that happened, number ${at}.` })),
    ),
  })
  const active = rows.filter(({ stage }) => stage === 'syncing').map(({ id }) => id)
  await db().lagSample.createMany({
    data: active.flatMap((migrationId) => SAMPLE_AGES_S.map((age) => ({ migrationId, at: new Date(Date.now() - age * 1_000), lagMs: 800 + (age % 7) * 50, acceptPerS: 400, applyPerS: 420 }))),
  })
  return { migrations, active, ended: rows.filter(({ stage }) => stage !== 'syncing').map(({ id }) => id) }
}

function factsOf({ id, sourceId, targetId, stage, startedAt }: { id: string; sourceId: string; targetId: string; stage: Stage; startedAt: number }): MigrationFacts {
  const entities = 100_000
  const names = range(STORE_SIZE.collections).map((at) => ({ database: 'default', name: `collection_${at}` }))
  const endedAt = stage === 'syncing' ? null : startedAt + HOUR_MS
  return {
    id, sourceId, targetId, stage, startedAt, endedAt,
    condition: { kind: 'running' }, servingSide: stage === 'completed' ? 'target' : 'source',
    syncStartedAt: startedAt + 60_000, syncEndsAt: startedAt + 7 * 24 * HOUR_MS, stopRequestedAt: null,
    failure: stage === 'failed' ? { code: 'copy.failed', message: 'The source cluster could not be read.' } : null,
    copy: { total: names.length * entities, copied: names.length * entities, ratePerS: 0, timeLeftMs: 0 },
    collections: names.map((name) => ({ ...name, state: 'copied', total: entities, copied: entities, ratePerS: 0 })),
    sync: { lagMs: 900, lagEntries: 10, acceptPerS: 400, applyPerS: 420, heartbeatAt: Date.now() },
    cutover: { attempts: 0, heldMs: null, lastRefusal: null },
    notes: [],
    loadedOnSource: [],
    verification: {
      state: 'completed', trigger: 'automatic', startedAt, endedAt: startedAt + 1_000, verdict: 'identical', compared: names.length * entities, total: names.length * entities,
      timeLeftMs: 0, differing: 0, resynced: null, reason: null,
      collections: names.map((name) => ({ ...name, state: 'completed', sourceCount: entities, targetCount: entities, compared: entities, total: entities, missing: 0, extra: 0, different: 0, unsettled: 0, reason: null })),
    },
  }
}

async function fillActivities(organizationId: string, projectId: string, users: string[]) {
  await db().activity.createMany({
    data: range(STORE_SIZE.activities).map((at) => ({
      organizationId, projectId, userId: users[at % users.length]!, level: at % 10 === 0 ? ('warning' as const) : ('info' as const),
      at: new Date(Date.now() - (STORE_SIZE.activities - at) * 200_000), message: `Cluster "source-${at % 1000}" was renamed.`,
    })),
  })
}

async function fillNotifications(userId: string, migrationIds: string[]) {
  await db().notification.createMany({
    data: range(STORE_SIZE.notifications).map((at) => ({
      id: newId.row(), userId, migrationId: migrationIds[at % migrationIds.length]!, kind: `kind-${at}`,
      title: 'Ready to stop the data sync', body: 'The lag is under 10 seconds.', createdAt: new Date(Date.now() - at * 60_000),
    })),
  })
}
