// The order of test files: the longest first, so that none of them runs alone at the end. A clean clone has no durations of
// an earlier run, which Vitest would go by.
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Minutes, not seconds, in this order. */
const LONGEST = [
  'histories.milvus.test.ts',
  'crash-points.milvus.test.ts',
  'network-faults.milvus.test.ts',
  'bounds.milvus.test.ts',
  'move-milvus.milvus.test.ts',
  'schemas.milvus.test.ts',
  'verify.milvus.test.ts',
  'faults.milvus.test.ts',
  'servers.milvus.test.ts',
  'interleavings.test.ts',
]

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.findIndex((name) => moduleId.endsWith(`/${name}`))
      return at < 0 ? LONGEST.length : at
    }
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b))
  }
}
