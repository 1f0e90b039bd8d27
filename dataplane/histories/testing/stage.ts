// Where histories are played: one data plane with a source and a target, used again and again. After each history both
// clusters are emptied; where both are of one engine they change places.
import { setTimeout as sleep } from 'node:timers/promises'
import type { ClusterSpec, MigrationFacts } from '../../../lib/contracts/control-api.ts'
import { startDataPlaneProcess, type DataPlaneProcess } from '../../testing/data-plane-process.ts'
import type { TestServer } from '../../testing/lite-server.ts'
import { startMilvusServer } from '../../testing/milvus-server.ts'
import { EMBEDDED, TOKEN } from '../../testing/moving.ts'
import { connect, type Place } from './client.ts'
import type { Pair } from './profiles.ts'

export type Stage = {
  readonly plane: DataPlaneProcess
  readonly source: { id: string; at: Place }
  readonly target: { id: string; at: Place }
  /** The migration of the history that is played. */
  readonly migrationId: string
  /** Both clusters empty and open again, for the next history. */
  clear(): Promise<void>
  stop(): Promise<void>
}

/** Milvus servers outlive stages: their start takes half a minute. */
export type Servers = { milvus: TestServer[]; stop(): Promise<void> }

export async function startServers(pair: Pair): Promise<Servers> {
  const count = { lite: 0, across: 1, milvus: 2 }[pair]
  const milvus = await Promise.all(Array.from({ length: count }, () => startMilvusServer()))
  return { milvus, stop: async () => void (await Promise.all(milvus.map((server) => server.stop()))) }
}

const ALTERNATES: Record<Pair, boolean> = { lite: true, milvus: true, across: false }

export async function startStage(pair: Pair, servers: Servers): Promise<Stage> {
  const plane = await startDataPlaneProcess()
  const specs: ClusterSpec[] = [0, 1].map((at) => (servers.milvus[at] ? { driver: 'endpoint', address: servers.milvus[at].address, token: '', tls: false } : EMBEDDED))
  const sides = await Promise.all(
    specs.map(async (spec, at) => {
      const { id, endpoint } = await plane.putCluster(`side-${at}`, spec)
      return { id, at: { endpoint, token: spec.driver === 'embedded' ? TOKEN : '' } }
    }),
  )
  const empty = () => Promise.all(sides.map(({ at }) => emptyCluster(at)))
  await empty()
  let turn = 0
  const side = (of: number) => sides[(of + (ALTERNATES[pair] ? turn : 0)) % 2] as (typeof sides)[number]
  return {
    plane,
    get source() {
      return side(0)
    },
    get target() {
      return side(1)
    },
    get migrationId() {
      return `history-${turn}`
    },
    async clear() {
      await plane.api('PUT', `/v1/clusters/${side(0).id}/after-life`, { afterLife: 'writable' })
      await plane.api('DELETE', `/v1/migrations/history-${turn}`)
      await empty()
      turn++
    },
    stop: () => plane.stop(),
  }
}

async function emptyCluster(at: Place): Promise<void> {
  const sdk = connect(at)
  try {
    for (const db_name of (await sdk.listDatabases()).db_names) {
      const { data } = await sdk.showCollections({ db_name })
      for (const { name } of data) await sdk.dropCollection({ db_name, collection_name: name })
      if (db_name !== 'default') await sdk.dropDatabase({ db_name })
    }
  } finally {
    await sdk.closeConnection()
  }
}

/** Waits until the facts satisfy `check`. A restarting data plane is waited for; a failure of the migration is thrown. */
export async function untilFacts(stage: Stage, check: (facts: MigrationFacts) => boolean, limitMs: number): Promise<MigrationFacts> {
  const deadline = Date.now() + limitMs
  for (let last: MigrationFacts | undefined; ; ) {
    const facts = await stage.plane.migration(stage.migrationId).catch(() => undefined)
    if (facts?.failure) throw new Error(`the migration failed: ${facts.failure.code} ${facts.failure.message}`)
    if (facts && check(facts)) return facts
    last = facts ?? last
    if (Date.now() > deadline) throw new Error(`the migration is stuck: ${JSON.stringify(last)}`)
    await sleep(20)
  }
}
