// All migrations of this data plane: starting, restoring, finding and forgetting them.
import fs from 'node:fs/promises'
import path from 'node:path'
import type { MigrationFacts, MigrationSpec } from '../../lib/contracts/control-api.ts'
import { AppError } from '../../lib/errors/app-error.ts'
import { SYNC_LIMIT_MS } from '../../lib/migration/lag.ts'
import { isEnded } from '../../lib/migration/stage.ts'
import { crashPoint } from '../lifecycle/crash-point.ts'
import type { Logger } from '../lifecycle/logger.ts'
import type { ClusterAccess } from './context.ts'
import { Migration } from './migration.ts'
import { MigrationStore, newRecord, type MigrationRecord } from './record.ts'

type Options = {
  dir: string
  clusters: ClusterAccess
  /** Bytes after which a journal begins a new file. */
  segmentBytes: number
  /** Throws `migration.blocked` where the two clusters do not fit. */
  precheck: (sourceId: string, targetId: string) => Promise<void>
  log: Logger
}

export class Migrations {
  readonly #options: Options
  #migrations = new Map<string, Migration>()
  #starting = new Map<string, Promise<Migration>>()

  constructor(options: Options) {
    this.#options = options
  }

  list(): MigrationFacts[] {
    return [...this.#migrations.values()].map((migration) => migration.facts())
  }

  get(id: string): Migration {
    const migration = this.#migrations.get(id)
    if (!migration) throw new AppError('migration.not_found', `There is no migration "${id}" on this data plane.`)
    return migration
  }

  /** Starts the migration, or finds it as it is. A cluster in another active migration is `migration.exists`. */
  async put(id: string, spec: MigrationSpec): Promise<MigrationFacts> {
    const known = this.#migrations.get(id)
    if (known) {
      if (known.record.sourceId !== spec.sourceId || known.record.targetId !== spec.targetId)
        throw new AppError('migration.exists', `Migration "${id}" exists between other clusters.`)
      return known.facts()
    }
    let starting = this.#starting.get(id)
    if (!starting) this.#starting.set(id, (starting = this.#start(id, spec).finally(() => this.#starting.delete(id))))
    return (await starting).facts()
  }

  /** Forgets an ended migration and its files. */
  async remove(id: string): Promise<void> {
    const migration = this.#migrations.get(id)
    if (!migration) return
    if (!isEnded(migration.record.stage)) throw new AppError('migration.not_allowed', 'A migration that has not ended cannot be removed. Cancel it first.')
    await migration.stop()
    this.#migrations.delete(id)
    await this.#store(id).remove()
  }

  /**
   * Restores every migration. Resolves once each one's policy is in force; `ready` of the result resolves,
   * by source, when its writes are captured again and the endpoint may open.
   */
  async restore(): Promise<Map<string, Promise<void>>> {
    await fs.mkdir(this.#options.dir, { recursive: true })
    const ready = new Map<string, Promise<void>>()
    for (const id of await fs.readdir(this.#options.dir)) {
      const store = this.#store(id)
      const record = await store.loadRecord()
      // A folder without a record is a start that never became durable.
      if (!record) await store.remove()
      else if (isEnded(record.stage) && record.settled) {
        await store.removeJournal() // unless a crash came between the record and this
        await this.#add(record, store).verification.recall()
      }
      else {
        this.#options.clusters.enforce(record, undefined)
        const migration = this.#add(record, store)
        await migration.verification.recall()
        if (isEnded(record.stage) && record.stage !== 'completed') await this.#settleEnd(record, store)
        else migration.start(true)
        if (!isEnded(record.stage)) ready.set(record.sourceId, migration.captureReady)
      }
    }
    return ready
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#migrations.values()].map((migration) => migration.stop()))
  }

  async #start(id: string, spec: MigrationSpec): Promise<Migration> {
    const { sourceId, targetId } = spec
    if (sourceId === targetId) throw new AppError('request.invalid', 'Source and target must be different clusters.')
    this.#requireFree(sourceId, targetId)
    await this.#options.precheck(sourceId, targetId)
    this.#requireFree(sourceId, targetId)
    const store = this.#store(id)
    const record = newRecord({ id, sourceId, targetId, syncLimitMs: spec.syncLimitMs ?? SYNC_LIMIT_MS, indexes: spec.indexes ?? 'auto' }, Date.now())
    const migration = this.#add(record, store)
    try {
      await store.create()
      crashPoint('migration.before-record')
      await store.saveRecord(record)
      crashPoint('migration.after-record')
    } catch (error) {
      this.#migrations.delete(id)
      throw error
    }
    this.#options.clusters.enforce(record, undefined)
    migration.start(false)
    return migration
  }

  #requireFree(...clusterIds: string[]): void {
    for (const { record } of this.#migrations.values()) {
      if (isEnded(record.stage)) continue
      const busy = clusterIds.find((id) => id === record.sourceId || id === record.targetId)
      if (busy) throw new AppError('migration.exists', `Cluster "${busy}" takes part in migration "${record.id}" already.`)
    }
  }

  async #settleEnd(record: MigrationRecord, store: MigrationStore): Promise<void> {
    await this.#options.clusters.settle(record)
    record.settled = true
    await store.saveRecord(record)
    await store.removeJournal()
  }

  #add(record: MigrationRecord, store: MigrationStore): Migration {
    const { clusters, segmentBytes, log } = this.#options
    const migration = new Migration({ record, store, clusters, segmentBytes, log: log.with({ migrationId: record.id }) })
    this.#migrations.set(record.id, migration)
    return migration
  }

  #store(id: string): MigrationStore {
    return new MigrationStore(path.join(this.#options.dir, id))
  }
}
