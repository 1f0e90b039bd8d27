// Which CU size holds how much, by the published figures per CU: 7.5, 4.5, 2.25 and 1.5 million vectors of 128, 256, 512
// and 768 dimensions for a performance-optimized CU, and as many times more for the other types. They count key and vector
// only, so what comes out is advice. Pure.
import { cuSizes, MILLION_VECTORS_PER_CU, type CuType, type Plan } from './cluster-catalogue.ts'

/** Performance-optimized CUs that a million vectors of so many dimensions need. */
const CU_PER_MILLION: readonly { dimensions: number; cu: number }[] = [
  { dimensions: 128, cu: 1 / 7.5 },
  { dimensions: 256, cu: 1 / 4.5 },
  { dimensions: 512, cu: 1 / 2.25 },
  { dimensions: 768, cu: 1 / 1.5 },
]

export type Vectors = readonly { dimensions: number; entities: number }[]

/** Between two published figures on the line between them, above the last one in proportion, never under the first. */
function cuPerMillion(dimensions: number): number {
  const above = CU_PER_MILLION.findIndex((figure) => dimensions <= figure.dimensions)
  if (above === 0) return CU_PER_MILLION[0]!.cu
  const last = CU_PER_MILLION.at(-1)!
  if (above === -1) return (last.cu * dimensions) / last.dimensions
  const [from, to] = [CU_PER_MILLION[above - 1]!, CU_PER_MILLION[above]!]
  return from.cu + ((dimensions - from.dimensions) / (to.dimensions - from.dimensions)) * (to.cu - from.cu)
}

/** CUs of a type that hold these entities; a fraction. */
export function cuNeeded(vectors: Vectors, cuType: CuType): number {
  const performance = vectors.reduce((sum, { dimensions, entities }) => sum + (entities / 1e6) * cuPerMillion(dimensions), 0)
  return performance * (MILLION_VECTORS_PER_CU.performance / MILLION_VECTORS_PER_CU[cuType])
}

/** The smallest size of this plan and type that holds them; null where even the largest does not. */
export function smallestFit(vectors: Vectors, plan: Plan, cuType: CuType): number | null {
  const needed = cuNeeded(vectors, cuType)
  return cuSizes(plan, cuType).find((size) => size >= needed) ?? null
}

/** Share of a cluster of this size that they fill; over 1 it is too small. */
export function fillOf(vectors: Vectors, cuType: CuType, cuSize: number): number {
  return cuNeeded(vectors, cuType) / cuSize
}
