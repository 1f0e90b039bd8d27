// One verification of all collections, two side by side. It gives the verifier what it needs of this migration: reads
// that keep DDL off, the applied offset, a hold on a collection's writers.
import { AppError } from '../../lib/errors/app-error.ts'
import type { IncarnationId } from '../journal/entry.ts'
import { describeError } from '../lifecycle/logger.ts'
import { sideBySide } from '../lifecycle/side-by-side.ts'
import { sleep } from '../lifecycle/waiting.ts'
import { BatchSize } from '../milvus/batch-size.ts'
import { estimateEntities, loadCollection, nameOf } from '../milvus/catalog.ts'
import { countEntities } from '../milvus/entities.ts'
import { isRefusal } from '../milvus/server.ts'
import { compareCollection, MOST_DIFFERENCES } from '../verifier/compare-collection.ts'
import { patientRead } from '../verifier/reading.ts'
import { CollectionGone, type VerifierParts } from '../verifier/verifier-parts.ts'
import type { Applier } from '../applier/applier.ts'
import type { KnownIncarnation } from '../capture/incarnations.ts'
import type { Context } from './context.ts'
import type { VerificationFindings } from './verification-findings.ts'

const COLLECTIONS_SIDE_BY_SIDE = 2
const LOOK_MS = 20
/** Held writes wait for what is not applied yet, so they are held only when that is little. */
const CALM_LAG_MS = 1_000
/** Well below the deadlines of clients, and enough for what is not applied and two reads. */
const HOLD_MS = 2_000

/** Rejects only where the signal aborts; a collection that cannot be compared says so in the findings. */
export async function verifyCollections(context: Context, applier: Applier, collections: readonly KnownIncarnation[], findings: VerificationFindings, signal: AbortSignal): Promise<void> {
  await sideBySide(collections, COLLECTIONS_SIDE_BY_SIDE, async (at) => {
    const facts = findings.of(at.id)
    try {
      facts.state = 'running'
      await verifyOne(verifierParts(context, applier, at, findings, signal), context, facts)
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

async function verifyOne(parts: VerifierParts, context: Context, facts: ReturnType<VerificationFindings['of']>): Promise<void> {
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
  const count = async () => {
    if (!readable) return [0, 0] as const
    return read(one, (shape, signal) => Promise.all([countEntities(context.source.server, shape, { signal }), countEntities(context.target.server, shape, { signal })]))
  }
  facts.total = (await count())[0]
  if (readable && !(await compareCollection(parts)).complete)
    facts.reason = `At least ${MOST_DIFFERENCES.toLocaleString('en-US')} entities differ; the comparison ended there.`
  const [source, target] = await count()
  facts.sourceCount = source
  facts.targetCount = target
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
    applicationCalls: () => clusters.callsOf(source.id) + clusters.callsOf(target.id),
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
