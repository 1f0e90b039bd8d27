// The quick look before the switch: as many entities on the target as on the source, in every collection.
// Milvus counts each duplicate of a key, the target holds one entity a key; so a source that can hold
// duplicates may count more, never less.
import type { Capabilities } from '../milvus/engines.ts'
import { countEntities } from '../milvus/entities.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import type { MilvusServer } from '../milvus/server.ts'

export type CountDifference = { shape: CollectionShape; source: number; target: number }

/** Counts asked at a time. */
const SIDE_BY_SIDE = 8

/** The collections whose counts cannot agree. */
export async function compareCounts(
  sides: { source: MilvusServer; target: MilvusServer; sourceCapabilities: Capabilities },
  shapes: readonly CollectionShape[],
): Promise<CountDifference[]> {
  const differences: CountDifference[] = []
  const open = [...shapes]
  const worker = async () => {
    for (let shape = open.pop(); shape; shape = open.pop()) {
      const [source, target] = await Promise.all([countEntities(sides.source, shape), countEntities(sides.target, shape)])
      const fits = sides.sourceCapabilities.globalKeys ? source === target : source >= target
      if (!fits) differences.push({ shape, source, target })
    }
  }
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker))
  return differences
}
