// A migration's verifications: the one that begins by itself once the target has caught up, those that the user asks
// for, the last result (kept on disk), and the re-sync of what differs.
import type { VerificationFacts, VerificationReport } from '../../lib/contracts/control-api.ts'
import { AppError } from '../../lib/errors/app-error.ts'
import { LAG_GOAL_MS } from '../../lib/migration/lag.ts'
import { isEnded } from '../../lib/migration/stage.ts'
import { ALL_PARTITIONS, type IncarnationId, type JournalOffset, type KeyScope } from '../journal/entry.ts'
import { describeError, type Logger } from '../lifecycle/logger.ts'
import { nameOf } from '../milvus/catalog.ts'
import type { Context } from './context.ts'
import type { MigrationRecord, MigrationStore } from './record.ts'
import { VerificationFindings, type DifferingKeys, type StoredVerification } from './verification-findings.ts'
import { verifyCollections } from './verification-run.ts'

/** Keys in one entry of the journal. */
const KEYS_PER_ENTRY = 1_000

export class MigrationVerification {
  #parts: { record: MigrationRecord; store: MigrationStore; log: Logger }
  #last: { facts: () => VerificationFacts; samples: StoredVerification['samples']; keys: DifferingKeys | undefined } | undefined
  #resynced: number | null = null
  #running: { findings: VerificationFindings; abort: AbortController; done: Promise<void> } | undefined
  #goal: JournalOffset | undefined

  constructor(parts: { record: MigrationRecord; store: MigrationStore; log: Logger }) {
    this.#parts = parts
  }

  /** What users are told. One has ended for them when its result is on disk, so that no crash takes back what they have seen. */
  facts(): VerificationFacts | null {
    const facts = this.#found()
    const isUnsaved = this.#running !== undefined && facts !== null && facts.state !== 'running'
    return isUnsaved ? { ...facts, state: 'running', endedAt: null, verdict: null, reason: null } : facts
  }

  #found(): VerificationFacts | null {
    return this.#last ? { ...this.#last.facts(), resynced: this.#resynced } : null
  }

  /** The last result of an earlier process. One that was running then begins anew if it had begun by itself. */
  async recall(): Promise<void> {
    const stored = await this.#parts.store.loadVerification()
    if (!stored) return
    let { facts } = stored
    if (facts.state === 'running') {
      if (facts.trigger === 'automatic' && !isEnded(this.#parts.record.stage)) return
      facts = { ...facts, state: 'cancelled', endedAt: Date.now(), reason: 'the data plane was restarted' }
    }
    this.#resynced = facts.resynced
    this.#last = { facts: () => facts, samples: stored.samples, keys: undefined }
  }

  /** Called again and again while syncing: begins the automatic one when it is time. */
  beginOnceCaughtUp(context: Context): void {
    const { applier, journal } = context
    if (this.#last || !applier) return
    this.#goal ??= journal.end
    if (applier.appliedOffset >= this.#goal && applier.facts().lagMs < LAG_GOAL_MS) this.begin(context, 'automatic')
  }

  /** Begins one; while one runs it changes nothing. */
  begin(context: Context, trigger: VerificationFacts['trigger']): void {
    const { applier } = context
    if (this.#running) return
    if (!applier) throw new AppError('migration.not_allowed', 'Both sides can be compared once incremental data is synced. Try again in a moment.')
    const collections = context.incarnations.known()
    const findings = new VerificationFindings(trigger, collections)
    const abort = new AbortController()
    this.#last = { facts: () => findings.facts(), samples: findings.samples, keys: findings.keys }
    this.#resynced = null
    const signal = AbortSignal.any([abort.signal, context.signal])
    const run = async () => {
      await this.#save()
      await verifyCollections(context, applier, collections, findings, signal)
      findings.complete()
    }
    const done = run()
      .catch((error: unknown) => this.#endedEarly(findings, abort.signal, context.signal, error))
      .then(async () => {
        const { state, verdict, compared, differing } = findings.facts()
        if (state !== 'running') await this.#save()
        this.#running = undefined
        context.log.info('verification ended', { state, verdict, compared, differing })
      })
    this.#running = { findings, abort, done }
  }

  /** Ends a running one; resolves when it reads no more. */
  async cancel(reason: string): Promise<void> {
    this.#running?.abort.abort(new Error(reason))
    await this.#running?.done
  }

  /** Throws `migration.not_verified` unless the last one is complete and found nothing that differs for good. */
  requireFoundSame(): void {
    const facts = this.facts()
    if (facts?.state === 'completed' && facts.verdict !== 'different') return
    const why = !facts
      ? 'The two sides have not been compared yet'
      : facts.state === 'running'
        ? 'The two sides are being compared'
        : facts.state === 'completed'
          ? `The last verification found that ${facts.differing === 1 ? '1 entity differs' : `${facts.differing} entities differ`}`
          : 'The last verification did not come to its end'
    throw new AppError('migration.not_verified', `${why}. Stop the data sync once a verification has found both sides the same, or confirm that you want to stop all the same.`)
  }

  /** Resolves when nothing runs. */
  async ended(): Promise<void> {
    await this.#running?.done
  }

  /** Hands every key that differs to the applier, which settles it by what the source has. Resolves when that is durable. */
  async resync({ journal, incarnations }: Context): Promise<void> {
    const facts = this.facts()
    if (this.#running) throw new AppError('migration.not_allowed', 'A verification is running. Wait until it has ended, or cancel it.')
    if (!this.#last || !facts || facts.differing === 0) throw new AppError('migration.not_allowed', 'The last verification found nothing to re-sync.')
    const differing = this.#last.keys ?? this.#sampledKeys((at) => incarnations.known().find((one) => nameOf(one) === nameOf(at))?.id)
    if (!differing) throw new AppError('migration.not_allowed', 'The keys that differ were lost with a restart of the data plane. Verify again, then re-sync.')
    let handed = 0
    for (const [incarnation, scopes] of differing)
      for (const [scope, keys] of scopes)
        for (const piece of pieces([...keys])) {
          journal.append({ kind: 'outcome', at: Date.now(), incarnation, intent: journal.end, how: 'landed', write: { scope, keys: piece } })
          handed += piece.length
        }
    await journal.durable()
    this.#resynced = handed
    await this.#save()
  }

  report(): VerificationReport {
    const { id, sourceId, targetId } = this.#parts.record
    const verification = this.facts()
    if (!this.#last || !verification) throw new AppError('request.not_found', 'This migration has not been verified yet.')
    return { migrationId: id, sourceId, targetId, verification, samples: this.#last.samples }
  }

  #endedEarly(findings: VerificationFindings, cancelled: AbortSignal, migration: AbortSignal, error: unknown): void {
    if (cancelled.aborted) return findings.end('cancelled', (cancelled.reason as Error).message)
    // Where this process ends it stays as running on disk, so that the next one knows.
    if (migration.aborted) return isEnded(this.#parts.record.stage) ? findings.end('cancelled', 'the migration has ended') : undefined
    this.#parts.log.error('the verification failed', { error: describeError(error) })
    findings.end('failed', 'something went wrong inside the data plane; its log has the details')
  }

  /** After a restart the samples are all that is left: enough where they are all of it. */
  #sampledKeys(find: (at: { database: string; name: string }) => IncarnationId | undefined): DifferingKeys | undefined {
    const { samples = [] } = this.#last ?? {}
    if (samples.length < (this.facts()?.differing ?? 0)) return undefined
    const keys = new Map<IncarnationId, Map<KeyScope, Set<string>>>()
    for (const { database, collection, partition, key } of samples) {
      const id = find({ database, name: collection })
      // What was dropped meanwhile differs no more.
      if (id === undefined) continue
      const scopes = keys.get(id) ?? new Map<KeyScope, Set<string>>()
      const scope = partition === '' ? ALL_PARTITIONS : partition
      keys.set(id, scopes.set(scope, (scopes.get(scope) ?? new Set()).add(key)))
    }
    return keys
  }

  async #save(): Promise<void> {
    const facts = this.#found()
    if (!this.#last || !facts) return
    try {
      await this.#parts.store.saveVerification({ facts, samples: this.#last.samples })
    } catch (error) {
      // A result that is not on disk can be found again.
      this.#parts.log.warn('the verification could not be stored', { error: describeError(error) })
    }
  }
}

function* pieces(keys: readonly string[]): Generator<string[]> {
  for (let at = 0; at < keys.length; at += KEYS_PER_ENTRY) yield keys.slice(at, at + KEYS_PER_ENTRY)
}
