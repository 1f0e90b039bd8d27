// Stage preparing: capture is on; wait until every write that it has not seen has ended, then learn what
// there is to copy (design §3, rule 3). Nothing of the source is read before.
import { AppError } from '../../lib/errors/app-error.ts'
import type { IncarnationId } from '../journal/entry.ts'
import { sideBySide } from '../lifecycle/side-by-side.ts'
import { sleep } from '../lifecycle/waiting.ts'
import { estimateEntities, listCollections, listDatabases } from '../milvus/catalog.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import { isRefusal } from '../milvus/server.ts'
import type { Context } from './context.ts'

const NOTED_AT_A_TIME = 200
/** Of one source: Milvus takes seconds to load one, and mostly waits for its own parts meanwhile. */
const LOADED_AT_A_TIME = 16
const LOADED_SERIALLY = 1

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
  // The record is written as a whole: noting thousands one by one would take the square of the time.
  for (let at = 0; at < known.length; at += NOTED_AT_A_TIME) {
    const some = known.slice(at, at + NOTED_AT_A_TIME)
    await loads.noteUnloaded(some.map(({ shape }) => shape))
    await sideBySide(some, source.capabilities.serialWrites ? LOADED_SERIALLY : LOADED_AT_A_TIME, ({ id }) => loadHeld(context, id))
  }
}

async function loadHeld(context: Context, id: IncarnationId): Promise<void> {
  // Held, so that a drop meanwhile is not taken for a collection that cannot be loaded.
  const held = await context.capture.holdForReading(id)
  if (!held) return
  try {
    await makeReadable(context, held.incarnation.shape)
  } finally {
    held.release()
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
