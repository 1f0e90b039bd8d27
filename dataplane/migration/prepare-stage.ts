// Stage preparing: capture is on; wait until every write that it has not seen has ended, then learn what
// there is to copy (design §3, rule 3). Nothing of the source is read before.
import { AppError } from '../../lib/errors/app-error.ts'
import { estimateEntities, listCollections, listDatabases } from '../milvus/catalog.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import { isRefusal } from '../milvus/server.ts'
import { sleep } from '../lifecycle/waiting.ts'
import type { Context } from './context.ts'

const NOTED_AT_A_TIME = 200

/** Waits until no write can land that the journal does not know. */
export async function settleEarlierWrites(context: Context): Promise<void> {
  const { capture, clusters, source, recovered, signal } = context
  const { lastUnknownAt } = await raced(clusters.drainRawWrites(source.id), signal)
  const since = lastUnknownAt === undefined ? 0 : lastUnknownAt + source.capabilities.settleMs
  const afterRestart = recovered.resumed ? source.landAfterRestartMs : 0
  await sleep(Math.max(since - Date.now(), afterRestart), signal)
  await capture.settleRecovered(recovered)
  recovered.writes = []
  recovered.ddls = []
  await capture.exprDeletesEnded(signal)
}

/** Makes the collections known and readable. */
export async function learnSource(context: Context): Promise<void> {
  const { source, capture, incarnations, loads } = context
  for (const database of await listDatabases(source.server))
    await capture.learnCollections((await listCollections(source.server, database)).map((name) => ({ database, name })))
  await context.store.saveApplied({ offset: context.journal.begin, nextId: incarnations.nextId, incarnations: incarnations.known(), unresolved: [...capture.unresolved] })
  const known = incarnations.all()
  for (let at = 0; at < known.length; at++) {
    // The record is written as a whole: noting thousands one by one would take the square of the time.
    if (at % NOTED_AT_A_TIME === 0) await loads.noteUnloaded(known.slice(at, at + NOTED_AT_A_TIME).map(({ shape }) => shape))
    // Held, so that a drop meanwhile is not taken for a collection that cannot be loaded.
    const held = await capture.holdForReading(known[at]!.id)
    if (!held) continue
    try {
      await makeReadable(context, held.incarnation.shape)
    } finally {
      held.release()
    }
  }
}

async function makeReadable({ source, loads, signal }: Context, shape: CollectionShape): Promise<void> {
  try {
    await loads.ensureReadable(shape, signal)
  } catch (error) {
    if (!isRefusal(error)) throw error
    // A collection that cannot be read has nothing to copy while it holds nothing.
    if ((await estimateEntities(source.server, shape)) === 0) return
    throw new AppError(
      'migration.blocked',
      `Collection "${shape.name}" of database "${shape.database}" cannot be loaded on the source cluster, so it cannot be read: ${String(error.details.reason)}. Create an index on its vector fields or drop it, then start again.`,
      { cause: error },
    )
  }
}

function raced<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
    promise.then(resolve, reject)
  })
}
