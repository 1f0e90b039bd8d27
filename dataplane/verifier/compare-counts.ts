// The quick look before the switch: as many entities on the target as on the source, in every collection.
// Milvus counts each duplicate of a key, the target holds one entity a key; so a source that can hold
// duplicates may count more, never less.
import { estimateEntities } from '../milvus/catalog.ts'
import type { Capabilities } from '../milvus/engines.ts'
import { countEntities } from '../milvus/entities.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import { isRefusal, type MilvusServer } from '../milvus/server.ts'

export type CountDifference = { shape: CollectionShape; source: number; target: number }

/** Counts asked at a time. */
const SIDE_BY_SIDE = 8

export type CountedSides = {
  source: MilvusServer
  target: MilvusServer
  sourceCapabilities: Capabilities
  /** Makes a collection of the source readable again that was released meanwhile; rejects with the source's refusal. */
  ensureReadable: (shape: CollectionShape) => Promise<void>
}

/** The collections whose counts cannot agree. */
export async function compareCounts(sides: CountedSides, shapes: readonly CollectionShape[]): Promise<CountDifference[]> {
  const differences: CountDifference[] = []
  const open = [...shapes]
  const worker = async () => {
    for (let shape = open.pop(); shape; shape = open.pop()) {
      const { source, target } = await countBoth(sides, shape)
      const fits = sides.sourceCapabilities.globalKeys ? source === target : source >= target
      if (!fits) differences.push({ shape, source, target })
    }
  }
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker))
  return differences
}

/** A count leaves out partitions that a client released: where the source has fewer, all of it is loaded and counted again. */
async function countBoth(sides: CountedSides, shape: CollectionShape): Promise<{ source: number; target: number }> {
  const [source, target] = await Promise.all([countOnSource(sides, shape), countEntities(sides.target, shape)])
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
