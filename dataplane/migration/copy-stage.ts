// Stage copying: every known collection that is not copied yet, a few at a time. A collection that is dropped
// meanwhile is left; its drop is in the journal.
import { CollectionEnded, copyCollection, planCopy, readPatiently, type CopyParts } from '../copier/copy-collection.ts'
import { loadCheckpoint, storeCheckpoint, type CopyCheckpoint } from '../copier/checkpoint.ts'
import { ByteBudget } from '../lifecycle/byte-budget.ts'
import { sleep } from '../lifecycle/waiting.ts'
import { estimateEntities, isLoaded, listDatabases, nameOf } from '../milvus/catalog.ts'
import { allocTimestamp, readRows, STRONG, type Freshness } from '../milvus/entities.ts'
import { keyToText } from '../milvus/keys.ts'
import { copiedPartitions, mirrorDatabase } from '../milvus/mirror.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import { ALL_PARTITIONS, type IncarnationId } from '../journal/entry.ts'
import type { KnownIncarnation } from '../capture/incarnations.ts'
import type { Context } from './context.ts'

/** Of one target: Milvus takes a second and more to make, index and load a collection, and mostly waits for its own parts meanwhile. */
const COLLECTIONS_SIDE_BY_SIDE = 24
const SERIAL_SIDE_BY_SIDE = 2
/** Pages in memory, of all collections. */
const PAGES_BYTES = 96 * 1024 * 1024

export async function copyAll(context: Context): Promise<void> {
  const { source, target, recovered, signal } = context
  if (recovered.resumed) await sleep(target.landAfterRestartMs, signal)
  for (const database of await listDatabases(source.server)) await mirrorDatabase(source.server, target.server, database, context.indexes.onRefused)
  const tso = await allocTimestamp(source.server)
  const freshness: Freshness = tso === undefined ? STRONG : { kind: 'at-least', tso }
  const open = await learnedAtTheStart(context)
  for (const one of open) context.progress.set(one.id, one, 'waiting', await estimateEntities(source.server, one).catch(() => 0), 0)
  const pages = new ByteBudget(PAGES_BYTES)
  const worker = async () => {
    for (let next = open.shift(); next; next = open.shift()) await copyOne(context, next, { freshness, pages })
  }
  await Promise.all(Array.from({ length: target.capabilities.serialWrites ? SERIAL_SIDE_BY_SIDE : COLLECTIONS_SIDE_BY_SIDE }, worker))
}

/**
 * The collections that the capture met when it began. One made since then is in the journal as a whole, and so is
 * the drop of an older one of its name: copied now, it would get into what that one has left on the target.
 */
async function learnedAtTheStart({ store, incarnations }: Context): Promise<KnownIncarnation[]> {
  const learned = new Set((await store.loadApplied())?.incarnations.map(({ id }) => id))
  return incarnations.known().filter(({ id }) => learned.has(id))
}

async function copyOne(context: Context, at: { id: IncarnationId; database: string; name: string }, shared: Pick<CopyParts, 'freshness' | 'pages'>): Promise<void> {
  const parts = copyParts(context, at, shared)
  try {
    const checkpoint = await checkpointOf(context, at.id, parts)
    context.progress.set(at.id, at, checkpoint.finished ? 'copied' : 'copying', checkpoint.total, checkpoint.copied)
    if (!checkpoint.finished) await copyCollection(parts, checkpoint)
    await noteKeysInTwoPartitions(context, at.id, parts)
    context.progress.mark(at.id, 'copied')
  } catch (error) {
    if (!(error instanceof CollectionEnded)) throw error
    context.progress.mark(at.id, 'dropped')
  } finally {
    parts.onTrouble(undefined)
  }
}

/**
 * A source that shows a row in two partitions (one-partition.ts) was copied by partition, so the wrong row may have
 * come last. Such keys are settled again by the applier, which tells the rows apart.
 */
async function noteKeysInTwoPartitions(context: Context, id: IncarnationId, parts: CopyParts): Promise<void> {
  const { source, journal } = context
  if (!source.capabilities.globalKeys) return
  const keys = await readPatiently(parts, async (shape) => {
    const partitions = await copiedPartitions(source.server, shape)
    const seen = new Set<string>()
    const twice = new Set<string>()
    if (partitions.length <= 1) return twice
    for (const partition of partitions) {
      const read = { shape, expr: '', columns: [shape.keyField], partitions: partition === undefined ? [] : [partition] }
      for (const key of (await readRows(source.server, read)).keys) (seen.has(keyToText(key)) ? twice : seen).add(keyToText(key))
    }
    return twice
  })
  if (keys.size === 0) return
  await journal.appendDurable({ kind: 'outcome', at: Date.now(), incarnation: id, intent: journal.end, how: 'landed', write: { scope: ALL_PARTITIONS, keys: [...keys] } })
}

function copyParts(context: Context, at: { id: IncarnationId; database: string; name: string }, shared: Pick<CopyParts, 'freshness' | 'pages'>): CopyParts {
  const { source, target, store, progress, signal, log } = context
  const read = async <T>(work: (shape: CollectionShape) => Promise<T>) => {
    const held = await context.capture.holdForReading(at.id)
    if (!held) throw new CollectionEnded(nameOf(at))
    try {
      return await work(held.incarnation.shape)
    } finally {
      held.release()
    }
  }
  return {
    source: source.server,
    target: target.server,
    sourceCapabilities: source.capabilities,
    targetCapabilities: target.capabilities,
    indexes: context.indexes,
    ...shared,
    read,
    ensureReadable: (shape) => context.loads.ensureReadable(shape, signal),
    save: async (checkpoint) => store.saveCopy(at.id, storeCheckpoint(checkpoint, await read((shape) => Promise.resolve(shape.keyType)))),
    onProgress: (copied) => progress.copied(at.id, copied),
    onTrouble: (reason) => context.trouble(`copy ${nameOf(at)}`, reason),
    signal,
    log: log.with({ component: 'copier', collection: nameOf(at) }),
  }
}

async function checkpointOf(context: Context, id: IncarnationId, parts: CopyParts): Promise<CopyCheckpoint> {
  const stored = await context.store.loadCopy(id)
  if (stored) return loadCheckpoint(stored)
  const readable = await parts.read((shape) => isLoaded(context.source.server, shape))
  // Only an empty collection gets here unloaded (prepare-stage.ts); its schema is copied all the same.
  return readable ? planCopy(parts) : { total: 0, copied: 0, ranges: [], finished: false }
}
