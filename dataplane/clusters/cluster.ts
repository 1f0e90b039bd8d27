// One cluster as the data plane has it: its record, its upstream, and what the gateway must enforce for it.
// A running migration's policy goes before the record's.
import type { ClusterFacts, Engine } from '../../lib/contracts/control-api.ts'
import { AppError } from '../../lib/errors/app-error.ts'
import type { Policy } from '../../lib/migration/policy.ts'
import { IdSource } from '../capture/id-source.ts'
import type { GatewayCluster, Interceptor, Upstream } from '../gateway/ports.ts'
import { SharedLock } from '../lifecycle/shared-lock.ts'
import { getEngine } from '../milvus/catalog.ts'
import { isSupported, OLDEST_LITE, OLDEST_MILVUS } from '../milvus/engines.ts'
import { MilvusServer } from '../milvus/server.ts'
import { Contents, countContents } from './contents.ts'
import { LiteWrites } from './lite-writes.ts'
import type { ClusterRecord } from './record.ts'

type ServerState = { state: ClusterFacts['state']; reason: string | null }
type InMigration = { policy: Policy; migrationId: string; interceptor: Interceptor | undefined }

export class Cluster implements GatewayCluster {
  record: ClusterRecord
  readonly serial = new SharedLock()
  readonly ids = new IdSource()
  readonly contents = new Contents(() => countContents(this.#server))
  readonly #address: () => { host: string; port: number } | undefined
  readonly #server: MilvusServer
  readonly #liteWrites: LiteWrites
  #state: ServerState
  #inMigration: InMigration | undefined

  constructor(record: ClusterRecord, address: () => { host: string; port: number } | undefined) {
    this.record = record
    this.#address = address
    this.#state = { state: 'creating', reason: null }
    this.#server = this.connect(`Cluster "${record.id}"`)
    this.#liteWrites = new LiteWrites({ server: this.#server, serial: this.serial, ids: this.ids, assignsIds: () => this.record.assignsIds })
  }

  get id(): string {
    return this.record.id
  }

  get port(): number {
    return this.record.port
  }

  get tokenDigest(): Buffer | undefined {
    return this.record.tokenDigest === null ? undefined : Buffer.from(this.record.tokenDigest, 'hex')
  }

  get upstream(): Upstream | undefined {
    const at = this.#address()
    return at && { ...at, tls: this.record.upstream?.tls ?? false }
  }

  get engine(): 'lite' | 'milvus' {
    return this.record.driver === 'embedded' ? 'lite' : (this.record.engine?.kind ?? 'milvus')
  }

  get policy(): Policy {
    return this.#inMigration?.policy ?? this.record.policy
  }

  get migrationId(): string | undefined {
    return this.#inMigration?.migrationId ?? this.record.migrationId ?? undefined
  }

  get interceptor(): Interceptor | undefined {
    if (this.#inMigration) return this.#inMigration.interceptor
    return this.engine === 'lite' && this.record.policy === 'open' ? this.#liteWrites : undefined
  }

  get isInMigration(): boolean {
    return this.#inMigration !== undefined
  }

  get state(): ServerState {
    return this.#state
  }

  set state(state: ServerState) {
    this.#state = state
  }

  /** In force for the next call. */
  enforce(inMigration: InMigration | undefined): void {
    this.#inMigration = inMigration
  }

  /** Writes taken over outside a migration have ended; see Gateway.drainRawWrites. */
  drainLiteWrites(): Promise<{ lastUnknownAt: number | undefined }> {
    return this.#liteWrites.drain()
  }

  /** A client of its own for this cluster. Close it after use. */
  connect(label: string): MilvusServer {
    return new MilvusServer({
      address: () => {
        const at = this.#address()
        return at && `${at.host}:${at.port}`
      },
      token: this.record.upstream?.token ?? '',
      tls: this.record.upstream?.tls ?? false,
      label,
    })
  }

  /** Asks the server what it is. Throws where it cannot be reached, refuses the token or is too old. */
  async look(timeoutMs?: number): Promise<Engine> {
    const engine = await getEngine(this.#server, timeoutMs)
    if (!isSupported(engine)) throw tooOld(engine)
    this.record.engine = engine
    return engine
  }

  facts(endpointHost: string): ClusterFacts {
    return {
      id: this.id,
      driver: this.record.driver,
      state: this.#state.state,
      reason: this.#state.reason,
      endpoint: `http://${endpointHost}:${this.port}`,
      engine: this.record.engine,
      policy: this.policy,
      migrationId: this.migrationId ?? null,
      entities: this.contents.entities,
    }
  }

  close(): void {
    this.#server.close()
  }
}

export function tooOld(engine: Engine): AppError {
  const oldest = engine.kind === 'lite' ? `Milvus Lite ${OLDEST_LITE}` : `Milvus ${OLDEST_MILVUS}`
  return new AppError('cluster.too_old', `The server is ${engine.kind === 'lite' ? 'Milvus Lite' : 'Milvus'} ${engine.version}; at least ${oldest} is needed. Upgrade it first.`)
}
