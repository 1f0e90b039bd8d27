// All clusters of this data plane: their records, servers and endpoints. It makes, restores and removes them
// and gives a migration its two sides; what a migration does with them is elsewhere.
import { createHash } from 'node:crypto'
import fs from 'node:fs/promises'
import path from 'node:path'
import type { ClusterMetrics } from '../../lib/contracts/cluster-metrics.ts'
import type { ClusterFacts, ClusterSpec } from '../../lib/contracts/control-api.ts'
import { AppError, publicMessageOf } from '../../lib/errors/app-error.ts'
import type { AfterLife } from '../../lib/migration/policy.ts'
import { isEnded } from '../../lib/migration/stage.ts'
import type { Embedded } from '../embedded/embedded.ts'
import type { EndpointUse, Gateway, Interceptor, UnaryReply } from '../gateway/ports.ts'
import { crashPoint } from '../lifecycle/crash-point.ts'
import { describeError, type Logger } from '../lifecycle/logger.ts'
import { backoffMs, sleep } from '../lifecycle/waiting.ts'
import { capabilitiesOf } from '../milvus/engines.ts'
import type { ClusterAccess, Side } from '../migration/context.ts'
import type { MigrationRecord } from '../migration/record.ts'
import { readDurable, writeDurable } from '../store/durable-file.ts'
import { Cluster } from './cluster.ts'
import { pickPort } from './free-port.ts'
import { ClusterRecord } from './record.ts'

export type ClustersOptions = {
  dir: string
  embedded: Embedded
  gateway: Gateway
  portRange: { from: number; to: number }
  gatewayHost: string
  /** The host name in the endpoints that users see. */
  publicHost: string
  refuse: (method: string, why: string) => UnaryReply
  log: Logger
}

const LOOK_EVERY_MS = 5_000

export class Clusters implements ClusterAccess {
  readonly #options: ClustersOptions
  #clusters = new Map<string, Cluster>()
  #making = new Map<string, Promise<Cluster>>()
  #abort = new AbortController()

  constructor(options: ClustersOptions) {
    this.#options = options
    options.embedded.onChange((id, { state, reason }) => {
      const cluster = this.#clusters.get(id)
      if (cluster) cluster.state = { state: state === 'stopped' ? 'unavailable' : state, reason }
    })
  }

  list(): ClusterFacts[] {
    return [...this.#clusters.values()].map((cluster) => cluster.facts(this.#options.publicHost))
  }

  facts(id: string): ClusterFacts {
    return this.get(id).facts(this.#options.publicHost)
  }

  /** What is measured of it: by the gateway, and by its own statistics. */
  metrics(id: string): ClusterMetrics {
    const cluster = this.get(id)
    return { endpoint: this.#options.gateway.samplesOf(id), contents: cluster.contents.samples() }
  }

  get(id: string): Cluster {
    const cluster = this.#clusters.get(id)
    if (!cluster) throw new AppError('cluster.not_found', `There is no cluster "${id}" on this data plane.`)
    return cluster
  }

  /** Makes the cluster, or finds it as it is. Another spec under the same id is `cluster.exists`. */
  async put(id: string, spec: ClusterSpec): Promise<ClusterFacts> {
    const known = this.#clusters.get(id)
    if (known) {
      if (!isSame(known.record, spec)) throw new AppError('cluster.exists', `Cluster "${id}" exists with other settings.`)
      return this.facts(id)
    }
    let making = this.#making.get(id)
    if (!making) this.#making.set(id, (making = this.#make(id, spec).finally(() => this.#making.delete(id))))
    await making
    return this.facts(id)
  }

  /** Removes the cluster and, if it is embedded, its data. One in a migration is `cluster.busy`. */
  async remove(id: string): Promise<void> {
    const cluster = this.#clusters.get(id)
    if (!cluster) return
    if (cluster.isInMigration) throw new AppError('cluster.busy', `Cluster "${id}" takes part in a migration and cannot be deleted. Wait until the migration has ended, or cancel it.`)
    await this.#options.gateway.close(id)
    if (cluster.record.driver === 'embedded') await this.#options.embedded.drop(id)
    cluster.close()
    this.#clusters.delete(id)
    crashPoint('cluster.before-forget')
    await fs.rm(this.#file(id), { force: true })
    crashPoint('cluster.after-forget')
  }

  /** Opens a retired source for writes again, or closes it. */
  async setAfterLife(id: string, afterLife: AfterLife): Promise<ClusterFacts> {
    const cluster = this.get(id)
    if (cluster.isInMigration) throw new AppError('cluster.busy', `Cluster "${id}" takes part in a migration.`)
    await this.#save(cluster, { policy: afterLife === 'readonly' ? 'readonly' : 'open' })
    return this.facts(id)
  }

  /** Reads the records and starts the servers; endpoints stay closed until `openEndpoint`. */
  async restore(): Promise<void> {
    await fs.mkdir(this.#options.dir, { recursive: true })
    for (const name of await fs.readdir(this.#options.dir)) {
      if (!name.endsWith('.json')) continue
      const file = path.join(this.#options.dir, name)
      const parsed = ClusterRecord.safeParse(await readDurable(file))
      if (!parsed.success) throw new AppError('store.damaged', `The file "${file}" does not hold a cluster.`, { cause: parsed.error })
      const cluster = this.#add(parsed.data)
      void this.#bringUp(cluster)
    }
  }

  ids(): string[] {
    return [...this.#clusters.keys()]
  }

  /** Opens the endpoint; a taken port is tried again, with the reason in the facts. */
  async openEndpoint(id: string): Promise<void> {
    const cluster = this.get(id)
    for (let attempt = 1; !this.#abort.signal.aborted; attempt++) {
      try {
        return await this.#options.gateway.open(cluster)
      } catch (error) {
        cluster.state = { state: 'unavailable', reason: publicMessageOf(error) }
        this.#options.log.error('the endpoint cannot be opened', { clusterId: id, error: describeError(error) })
        await sleep(backoffMs(attempt), this.#abort.signal).catch(() => undefined)
      }
    }
  }

  async stop(): Promise<void> {
    this.#abort.abort(new Error('the data plane is stopping'))
    for (const cluster of this.#clusters.values()) cluster.close()
    await this.#options.embedded.close()
  }

  // What a migration needs (ClusterAccess).

  async side(id: string, signal: AbortSignal): Promise<Side> {
    const cluster = this.get(id)
    signal.throwIfAborted()
    const engine = await cluster.look()
    return {
      id,
      server: cluster.connect(id),
      engine,
      capabilities: capabilitiesOf(engine),
      landAfterRestartMs: cluster.record.driver === 'embedded' ? 0 : capabilitiesOf(engine).settleMs,
      serial: cluster.serial,
      ids: cluster.ids,
    }
  }

  enforce(record: MigrationRecord, interceptor: Interceptor | undefined): void {
    const source = this.#clusters.get(record.sourceId)
    const target = this.#clusters.get(record.targetId)
    const migrationId = record.id
    if (!isEnded(record.stage)) {
      source?.enforce({ policy: 'locked', migrationId, interceptor })
      target?.enforce({ policy: 'syncing', migrationId, interceptor: undefined })
    } else if (record.stage === 'completed') {
      const readonly = record.stop?.afterLife !== 'writable'
      source?.enforce(readonly ? { policy: 'readonly', migrationId, interceptor: undefined } : undefined)
      // Open at once: applications wait. That it gives ids from now on is stored by `settle`.
      if (target) target.record = { ...target.record, policy: 'open', assignsIds: target.engine === 'lite' }
      target?.enforce(undefined)
    } else {
      source?.enforce(undefined)
      target?.enforce({ policy: 'readonly', migrationId, interceptor: undefined })
    }
  }

  async settle(record: MigrationRecord): Promise<void> {
    const { stage, id: migrationId } = record
    const source = this.#clusters.get(record.sourceId)
    const target = this.#clusters.get(record.targetId)
    const completed = stage === 'completed'
    const sourceCloses = completed && record.stop?.afterLife !== 'writable'
    if (source) await this.#save(source, { policy: sourceCloses ? 'readonly' : 'open', migrationId: sourceCloses ? migrationId : null, assignsIds: source.engine === 'lite' })
    crashPoint('settle.after-source')
    if (target) await this.#save(target, { policy: completed ? 'open' : 'readonly', migrationId: completed ? null : migrationId, assignsIds: target.engine === 'lite' })
    source?.enforce(undefined)
    target?.enforce(undefined)
    // So that the two figures which people compare are of the same moment.
    for (const side of [source, target]) side?.contents.countSoon()
  }

  async drainRawWrites(id: string): Promise<{ lastUnknownAt: number | undefined }> {
    const [raw, lite] = await Promise.all([this.#options.gateway.drainRawWrites(id), this.get(id).drainLiteWrites()])
    const times = [raw.lastUnknownAt, lite.lastUnknownAt].filter((at) => at !== undefined)
    return { lastUnknownAt: times.length > 0 ? Math.max(...times) : undefined }
  }

  useOf(id: string): EndpointUse {
    return this.#options.gateway.useOf(id)
  }

  refuse(method: string, why: string): UnaryReply {
    return this.#options.refuse(method, why)
  }

  async #make(id: string, spec: ClusterSpec): Promise<Cluster> {
    const { embedded, portRange, gatewayHost } = this.#options
    if (spec.driver === 'embedded') await embedded.create(id)
    const taken = new Set([...this.#clusters.values()].map((cluster) => cluster.port))
    const record = recordOf(id, spec, await pickPort(portRange, gatewayHost, taken))
    const cluster = this.#add(record)
    try {
      if (spec.driver === 'endpoint') await cluster.look()
      crashPoint('cluster.before-record')
      await writeDurable(this.#file(id), cluster.record)
      crashPoint('cluster.after-record')
    } catch (error) {
      this.#clusters.delete(id)
      throw error
    }
    void this.#bringUp(cluster)
    await this.#options.gateway.open(cluster)
    return cluster
  }

  #add(record: ClusterRecord): Cluster {
    const { upstream } = record
    const address = upstream ? () => ({ host: upstream.host, port: upstream.port }) : () => this.#options.embedded.address(record.id)
    const cluster = new Cluster(record, address)
    this.#clusters.set(record.id, cluster)
    return cluster
  }

  /** Starts an embedded server, then keeps an eye on any kind. */
  async #bringUp(cluster: Cluster): Promise<void> {
    if (cluster.record.driver === 'embedded')
      await this.#options.embedded.start(cluster.id).catch((error) => this.#options.log.error('a cluster does not start', { clusterId: cluster.id, error: describeError(error) }))
    while (!this.#abort.signal.aborted && this.#clusters.get(cluster.id) === cluster) {
      await this.#lookAt(cluster)
      await sleep(LOOK_EVERY_MS, this.#abort.signal).catch(() => undefined)
    }
  }

  async #lookAt(cluster: Cluster): Promise<void> {
    const before = JSON.stringify(cluster.record.engine)
    try {
      await cluster.look()
      if (JSON.stringify(cluster.record.engine) !== before) await writeDurable(this.#file(cluster.id), cluster.record)
      cluster.state = { state: 'running', reason: null }
      void cluster.contents.countIfDue()
    } catch (error) {
      // The embedded driver reports its own servers' states, with better reasons.
      if (cluster.record.driver === 'endpoint') cluster.state = { state: 'unavailable', reason: publicMessageOf(error) }
    }
  }

  async #save(cluster: Cluster, change: Partial<ClusterRecord>): Promise<void> {
    const next = { ...cluster.record, ...change }
    await writeDurable(this.#file(cluster.id), next)
    cluster.record = next
  }

  #file(id: string): string {
    return path.join(this.#options.dir, `${id}.json`)
  }
}

export function digestOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

function recordOf(id: string, spec: ClusterSpec, port: number): ClusterRecord {
  const common = { version: 1 as const, id, port, policy: 'open' as const, migrationId: null, assignsIds: false, engine: null }
  if (spec.driver === 'embedded') return { ...common, driver: 'embedded', tokenDigest: digestOf(spec.token), upstream: null }
  const [host, upstreamPort] = spec.address.split(':') as [string, string]
  return { ...common, driver: 'endpoint', tokenDigest: null, upstream: { host, port: Number(upstreamPort), token: spec.token, tls: spec.tls } }
}

function isSame(record: ClusterRecord, spec: ClusterSpec): boolean {
  if (spec.driver === 'embedded') return record.driver === 'embedded' && record.tokenDigest === digestOf(spec.token)
  return record.upstream !== null && `${record.upstream.host}:${record.upstream.port}` === spec.address
}
