// One verification of all collections, several side by side. It gives the verifier what it needs of this migration: reads
// that keep DDL off, the applied offset, a hold on a collection's writers.
import { AppError } from '../../lib/errors/app-error.ts'
import type { IncarnationId } from '../journal/entry.ts'
import { ByteBudget } from '../lifecycle/byte-budget.ts'
import { describeError } from '../lifecycle/logger.ts'
import { sideBySide } from '../lifecycle/side-by-side.ts'
import { sleep } from '../lifecycle/waiting.ts'
import { BATCH_BYTES, BatchSize } from '../milvus/batch-size.ts'
import { estimateEntities, loadCollection, nameOf } from '../milvus/catalog.ts'
import { countEntities, EVENTUALLY } from '../milvus/entities.ts'
import { isRefusal } from '../milvus/server.ts'
import { compareCollection, MOST_DIFFERENCES } from '../verifier/compare-collection.ts'
import { patientRead } from '../verifier/reading.ts'
import { CollectionGone, type VerifierParts } from '../verifier/verifier-parts.ts'
import type { Applier } from '../applier/applier.ts'
import type { KnownIncarnation } from '../capture/incarnations.ts'
import type { Context } from './context.ts'
import type { VerificationFindings } from './verification-findings.ts'

/** Small collections mostly wait for Milvus' clock. */
const COLLECTIONS_SIDE_BY_SIDE = 8
/** Milvus Lite does one thing at a time. */
const SERIAL_SIDE_BY_SIDE = 2
/** The target's, the source's, and the source's next one. */
const COLLECTION_BYTES = 3 * BATCH_BYTES
/** Two large collections at a time, or more of small ones. */
const PAGES_BYTES = 2 * COLLECTION_BYTES
const LOOK_MS = 20
/** Held writes wait for what is not applied yet, so they are held only when that is little. */
const CALM_LAG_MS = 1_000
/** Well below the deadlines of clients, and enough for what is not applied and two reads. */
const HOLD_MS = 2_000

/** Rejects only where the signal aborts; a collection that cannot be compared says so in the findings. */
export async function verifyCollections(context: Context, applier: Applier, collections: readonly KnownIncarnation[], findings: VerificationFindings, signal: AbortSignal): Promise<void> {
  const pages = new ByteBudget(PAGES_BYTES)
  const isSerial = [context.source, context.target].some(({ capabilities }) => capabilities.serialWrites)
  await sideBySide(collections, isSerial ? SERIAL_SIDE_BY_SIDE : COLLECTIONS_SIDE_BY_SIDE, async (at) => {
    const facts = findings.of(at.id)
    try {
      facts.state = 'running'
      await verifyOne(verifierParts(context, applier, at, findings, signal), context, facts, pages)
      facts.state = 'completed'
    } catch (error) {
      signal.throwIfAborted()
      facts.state = error instanceof CollectionGone ? 'dropped' : 'failed'
      if (error instanceof CollectionGone) return
      context.log.warn('a collection could not be compared', { collection: nameOf(at), error: describeError(error) })
      facts.reason = error instanceof AppError ? error.publicMessage : 'Something went wrong inside the data plane; its log has the details.'
    }
  })
}

async function verifyOne(parts: VerifierParts, context: Context, facts: ReturnType<VerificationFindings['of']>, pages: ByteBudget): Promise<void> {
  const read = patientRead(parts)
  const one = new BatchSize(1)
  await parts.caughtUp(parts.signal)
  const readable = await read(one, async (shape, signal) => {
    try {
      await context.loads.ensureReadable(shape, signal)
      await loadCollection(context.target.server, shape, signal)
      return true
    } catch (error) {
      if (!isRefusal(error)) throw error
      // A collection without an index cannot be read; while both sides hold nothing there is nothing to read.
      const entities = await Promise.all([context.source, context.target].map(({ server }) => estimateEntities(server, shape)))
      if (entities.some((count) => count > 0)) throw error
      return false
    }
  })
  if (!readable) return void Object.assign(facts, { total: 0, sourceCount: 0, targetCount: 0 })
  // For the progress, so it need not wait for the newest write.
  facts.total = await read(one, (shape, signal) => countEntities(context.source.server, shape, { freshness: EVENTUALLY, signal }))
  const bytes = Math.min(COLLECTION_BYTES, one.bytesOf(facts.total))
  await pages.acquire(bytes)
  try {
    const { complete } = await compareCollection(parts)
    if (!complete) facts.reason = `At least ${MOST_DIFFERENCES.toLocaleString('en-US')} entities differ; the comparison ended there.`
  } finally {
    pages.release(bytes)
  }
  const [source, target] = await read(one, (shape, signal) => Promise.all([countEntities(context.source.server, shape, { signal }), countEntities(context.target.server, shape, { signal })]))
  Object.assign(facts, { sourceCount: source, targetCount: target })
}

function verifierParts(context: Context, applier: Applier, at: KnownIncarnation, findings: VerificationFindings, signal: AbortSignal): VerifierParts {
  const { source, target, capture, clusters, writes } = context
  const facts = findings.of(at.id)
  return {
    source,
    target,
    whileItLives: async (work) => {
      const held = await capture.holdForReading(at.id)
      if (!held) throw new CollectionGone(nameOf(at))
      try {
        return await work(held.incarnation.shape)
      } finally {
        held.release()
      }
    },
    caughtUp: (until) => caughtUp(context, applier, until),
    isCalm: () => applier.facts().lagMs < CALM_LAG_MS && !writes.open().some((open) => open.inDoubt && open.incarnation === (at.id as IncarnationId)),
    holdMs: HOLD_MS,
    holdWrites: (until) => capture.holdWriters(at, until),
    applicationCalls: () => clusters.useOf(source.id).calls + clusters.useOf(target.id).calls,
    onCompared: (entities) => void (facts.compared += entities),
    onDifference: (difference) => findings.add(at.id, difference),
    onUnsettled: (entities) => void (facts.unsettled += entities),
    onTrouble: (reason) => void (facts.reason = reason ?? null),
    signal,
    log: context.log.with({ component: 'verifier', collection: nameOf(at) }),
  }
}

async function caughtUp({ journal }: Context, applier: Applier, signal: AbortSignal): Promise<void> {
  await journal.durable()
  const { end } = journal
  while (applier.appliedOffset < end) await sleep(LOOK_MS, signal)
}
