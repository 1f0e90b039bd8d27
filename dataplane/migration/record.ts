// The durable facts of one migration and where they are kept. One small document decides which side serves;
// copy and apply progress have documents of their own, because they change often and may be a little old.
import fs from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { AppError } from '../../lib/errors/app-error.ts'
import { CollectionFacts, Id } from '../../lib/contracts/control-api.ts'
import { INDEX_CHOICES, type IndexChoice } from '../../lib/migration/index-choice.ts'
import { AFTER_LIVES } from '../../lib/migration/policy.ts'
import { STAGES } from '../../lib/migration/stage.ts'
import type { StoredCheckpoint } from '../copier/checkpoint.ts'
import { DurableDocument, readDurable, syncFolder } from '../store/durable-file.ts'
import { StoredVerification } from './verification-findings.ts'

const CollectionRef = z.object({ database: z.string(), name: z.string() })

export const MigrationRecord = z.object({
  version: z.literal(1),
  id: Id,
  sourceId: Id,
  targetId: Id,
  syncLimitMs: z.number(),
  indexes: z.enum(INDEX_CHOICES).default('auto'),
  stage: z.enum(STAGES),
  servingSide: z.enum(['source', 'target']),
  startedAt: z.number(),
  syncStartedAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  stop: z.object({ requestedAt: z.number(), afterLife: z.enum(AFTER_LIVES), acceptLag: z.boolean() }).nullable(),
  failure: z.object({ code: z.string(), message: z.string() }).nullable(),
  cutover: z.object({ attempts: z.number(), heldMs: z.number().nullable(), lastRefusal: z.string().nullable() }),
  /** Collections of the source that were loaded for the migration and are released at its end. */
  loadedByUs: z.array(CollectionRef),
  /** Loaded on the source when the target took over, without `loadedByUs`; null where it is not known. */
  loadedOnSource: z.array(CollectionRef).nullable().default(null),
  /** What was copied, as told when the copy ended. */
  collections: z.array(CollectionFacts).default([]),
  /** By topic, what the user should know of the target: sentences, replaced as a whole when the topic is looked at again. */
  notes: z.record(z.string(), z.array(z.string())).default({}),
  /** The clusters' own records say what this ended migration means for them. */
  settled: z.boolean(),
})
export type MigrationRecord = z.infer<typeof MigrationRecord>

const KnownIncarnation = z.object({ id: z.number(), database: z.string(), name: z.string() })
export const AppliedRecord = z.object({
  offset: z.number(),
  nextId: z.number(),
  incarnations: z.array(KnownIncarnation),
  /** Collections that are swept before the cutover: they have rows whose ids nobody heard. */
  unresolved: z.array(z.number()).default([]),
})
export type AppliedRecord = z.infer<typeof AppliedRecord>

/** What a new migration looks like. */
export function newRecord(spec: { id: string; sourceId: string; targetId: string; syncLimitMs: number; indexes: IndexChoice }, now: number): MigrationRecord {
  return {
    version: 1,
    ...spec,
    stage: 'preparing',
    servingSide: 'source',
    startedAt: now,
    syncStartedAt: null,
    endedAt: null,
    stop: null,
    failure: null,
    cutover: { attempts: 0, heldMs: null, lastRefusal: null },
    loadedByUs: [],
    loadedOnSource: null,
    collections: [],
    notes: {},
    settled: false,
  }
}

/** The documents of one migration. */
export class MigrationStore {
  readonly dir: string
  readonly journalDir: string
  #record: DurableDocument<MigrationRecord>
  #applied: DurableDocument<AppliedRecord>
  #verification: DurableDocument<StoredVerification>
  /** Present as long as the journal has everything. */
  #whole: string
  #copies = new Map<number, DurableDocument<StoredCheckpoint>>()

  constructor(dir: string) {
    this.dir = dir
    this.journalDir = path.join(dir, 'journal')
    this.#whole = path.join(dir, 'journal-is-whole')
    this.#record = new DurableDocument(path.join(dir, 'migration.json'))
    this.#applied = new DurableDocument(path.join(dir, 'applied.json'))
    this.#verification = new DurableDocument(path.join(dir, 'verification.json'))
  }

  async create(): Promise<void> {
    await fs.mkdir(path.join(this.dir, 'copy'), { recursive: true, mode: 0o700 })
    await fs.writeFile(this.#whole, '')
    await syncFolder(this.dir)
  }

  /**
   * Durably says that the journal has a gap. It takes a file away, which a full disk allows, so that no restart
   * goes on with a migration that has missed a write.
   */
  async markGap(): Promise<void> {
    await fs.rm(this.#whole, { force: true })
    await syncFolder(this.dir)
  }

  async hasGap(): Promise<boolean> {
    return fs.access(this.#whole).then(() => false, () => true)
  }

  saveRecord(record: MigrationRecord): Promise<void> {
    return this.#record.save({ ...record })
  }

  async loadRecord(): Promise<MigrationRecord | undefined> {
    return parse(MigrationRecord, await readDurable(this.#record.file), this.#record.file)
  }

  saveApplied(applied: AppliedRecord): Promise<void> {
    return this.#applied.save(applied)
  }

  async loadApplied(): Promise<AppliedRecord | undefined> {
    return parse(AppliedRecord, await readDurable(this.#applied.file), this.#applied.file)
  }

  saveVerification(verification: StoredVerification): Promise<void> {
    return this.#verification.save(verification)
  }

  /** The last verification; undefined also where its document cannot be read: it can be made again. */
  async loadVerification(): Promise<StoredVerification | undefined> {
    return StoredVerification.safeParse(await readDurable(this.#verification.file).catch(() => undefined)).data
  }

  saveCopy(id: number, checkpoint: StoredCheckpoint): Promise<void> {
    let document = this.#copies.get(id)
    if (!document) this.#copies.set(id, (document = new DurableDocument(this.#copyFile(id))))
    return document.save(checkpoint)
  }

  async loadCopy(id: number): Promise<StoredCheckpoint | undefined> {
    return (await readDurable(this.#copyFile(id))) as StoredCheckpoint | undefined
  }

  /** The journal of an ended migration is not needed any more. */
  async removeJournal(): Promise<void> {
    await fs.rm(this.journalDir, { recursive: true, force: true })
  }

  async remove(): Promise<void> {
    await fs.rm(this.dir, { recursive: true, force: true })
  }

  #copyFile(id: number): string {
    return path.join(this.dir, 'copy', `${id}.json`)
  }
}

function parse<S extends z.ZodType>(schema: S, value: unknown, file: string): z.output<S> | undefined {
  if (value === undefined) return undefined
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new AppError('store.damaged', `The file "${file}" does not hold what it should. Restore it from a backup.`, { cause: parsed.error })
}
