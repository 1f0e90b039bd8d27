// Stage syncing: the applier runs, a heartbeat goes through the journal, the applied offset is stored and the
// journal trimmed behind it. The cutover happens on top of this (finalize-stage.ts).
import { Applier } from '../applier/applier.ts'
import { offset } from '../journal/entry.ts'
import { crashPoint } from '../lifecycle/crash-point.ts'
import { describeError } from '../lifecycle/logger.ts'
import { sleep } from '../lifecycle/waiting.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import type { Context } from './context.ts'

const HEARTBEAT_MS = 500

/** Starts applying. The promise settles when the signal aborts or the journal fails. */
export async function startApplier(context: Context): Promise<{ done: Promise<void> }> {
  const { source, target, journal, images, capture, loads, recovered, signal, log } = context
  const applied = await context.store.loadApplied()
  if (recovered.resumed) await sleep(target.landAfterRestartMs, signal)
  const readSource = async <T>(id: number, work: (shape: CollectionShape) => Promise<T>) => {
    const held = await capture.holdForReading(id)
    if (!held) return undefined
    try {
      return await work(held.incarnation.shape)
    } finally {
      held.release()
    }
  }
  // On Lite an Upsert merges, and a key has no partition: what a write makes of its keys depends on what was there.
  if (!source.capabilities.globalKeys && !target.capabilities.globalKeys) images.collect()
  const applier = new Applier({
    source: source.server,
    target: target.server,
    targetEngine: target.engine,
    indexes: context.indexes,
    sourceCapabilities: source.capabilities,
    targetCapabilities: target.capabilities,
    journal,
    images,
    from: offset(Math.max(applied?.offset ?? 0, journal.begin)),
    known: applied?.incarnations ?? [],
    readSource,
    ensureReadable: (shape) => loads.ensureReadable(shape, signal),
    onTrouble: (reason) => context.trouble('apply', reason),
    signal,
    log: log.with({ component: 'applier' }),
  })
  context.applier = applier
  return { done: Promise.race([applier.run(), keepCheckpoint(context, applier)]) }
}

/** Until the signal aborts: heartbeat, applied offset, trimming. A failure of the journal rejects. */
async function keepCheckpoint(context: Context, applier: Applier): Promise<void> {
  const { journal, store, incarnations, capture, writes, signal, log } = context
  let stored = -1
  while (!signal.aborted) {
    await journal.appendDurable({ kind: 'heartbeat', at: Date.now() })
    const applied = applier.appliedOffset
    if (applied !== stored) {
      try {
        crashPoint('applied.before-save')
        await store.saveApplied({ offset: applied, nextId: incarnations.nextId, incarnations: incarnations.known(), unresolved: [...capture.unresolved] })
        crashPoint('applied.after-save')
        stored = applied
        await journal.trim(offset(Math.min(applied, writes.oldestNeeded())))
      } catch (error) {
        // An old checkpoint only repeats work; the disk may have room again at the next beat.
        log.warn('the applied offset could not be stored', { error: describeError(error) })
      }
    }
    await sleep(HEARTBEAT_MS, signal).catch(() => undefined)
  }
}
