// The quick look before the switch: as many entities on the target as on the source, in every collection.
// Milvus counts each duplicate of a key, the target holds one entity a key; so a source that can hold
// duplicates may count more, never less.
import { sideBySide } from '../lifecycle/side-by-side.ts'
import { deferred } from '../lifecycle/waiting.ts'
import { estimateEntities, nameOf } from '../milvus/catalog.ts'
import type { Capabilities } from '../milvus/engines.ts'
import { countEntities } from '../milvus/entities.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import { isRefusal, type MilvusServer } from '../milvus/server.ts'

export type CountDifference = { shape: CollectionShape; source: number; target: number }

export type CountedSides = {
  source: MilvusServer
  target: MilvusServer
  sourceCapabilities: Capabilities
  targetCapabilities: Capabilities
  /** Makes a collection of the source readable again that was released meanwhile; rejects with the source's refusal. */
  ensureReadable: (shape: CollectionShape) => Promise<void>
}

/** Entities of a collection on the source. */
export type SourceCount = (shape: CollectionShape) => Promise<number>

/**
 * Begins to count the source, which changes no more, so that its time tick passes while the target still has something
 * to take. A count that was not begun here, or failed, is made when it is asked for.
 */
export function countSourceAhead(sides: CountedSides, shapes: readonly CollectionShape[]): SourceCount {
  const counted = new Map(shapes.map((shape) => [nameOf(shape), deferred<number | undefined>()]))
  void sideBySide(shapes, sides.sourceCapabilities.countsAtOnce, async (shape) => {
    counted.get(nameOf(shape))!.resolve(await countOnSource(sides, shape).catch(() => undefined))
  })
  return async (shape) => (await counted.get(nameOf(shape))?.promise) ?? countOnSource(sides, shape)
}

/** The collections whose counts cannot agree. */
export async function compareCounts(
  sides: CountedSides,
  shapes: readonly CollectionShape[],
  onSource: SourceCount = (shape) => countOnSource(sides, shape),
): Promise<CountDifference[]> {
  const differences: CountDifference[] = []
  await sideBySide(shapes, countsAtOnce(sides), async (shape) => {
    const { source, target } = await countBoth(sides, shape, onSource)
    const fits = sides.sourceCapabilities.globalKeys ? source === target : source >= target
    if (!fits) differences.push({ shape, source, target })
  })
  return differences
}

/** How many collections are counted on both sides at a time. */
export function countsAtOnce({ sourceCapabilities, targetCapabilities }: CountedSides): number {
  return Math.min(sourceCapabilities.countsAtOnce, targetCapabilities.countsAtOnce)
}

/** A count leaves out partitions that a client released: where the source has fewer, all of it is loaded and counted again. */
async function countBoth(sides: CountedSides, shape: CollectionShape, onSource: SourceCount): Promise<{ source: number; target: number }> {
  const [source, target] = await Promise.all([onSource(shape), countEntities(sides.target, shape)])
  if (source >= target) return { source, target }
  await sides.ensureReadable(shape).catch((error: unknown) => {
    // What cannot be loaded is judged as it is.
    if (!isRefusal(error)) throw error
  })
  return { source: await countOnSource(sides, shape), target }
}

/** Clients may have released the collection; one without an index was never loaded, and then it must hold nothing. */
async function countOnSource({ source, ensureReadable }: CountedSides, shape: CollectionShape): Promise<number> {
  try {
    return await countEntities(source, shape)
  } catch (error) {
    if (!isRefusal(error)) throw error
  }
  try {
    await ensureReadable(shape)
  } catch (error) {
    if (!isRefusal(error) || (await estimateEntities(source, shape)) > 0) throw error
    return 0
  }
  return countEntities(source, shape)
}
