import os from 'node:os'
import { configDefaults, defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

// Three suites by what they need: nothing, PostgreSQL, or real Milvus servers (see CONTRIBUTING.md).
const needsServers = ['**/*.db.test.ts', '**/*.milvus.test.ts']
/** Vitest leaves one core free, which on two halves the speed. */
const maxWorkers = Math.max(2, os.availableParallelism() - 1)
const exclude = [...configDefaults.exclude, '.next/**', 'dist/**', 'e2e/**']

/** They take minutes each: begun last, one would run alone at the end. */
const LONG = ['histories', 'crash-points', 'network-faults', 'bounds'].map((name) => `/${name}.milvus.test.ts`)

class LongOnesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => LONG.some((name) => moduleId.endsWith(name))
    const sorted = await super.sort(files)
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}

export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    environment: 'node',
    sequence: { sequencer: LongOnesFirst },
    projects: [
      { extends: true, test: { name: 'unit', include: ['**/*.test.{ts,tsx}'], exclude: [...exclude, ...needsServers], maxWorkers } },
      {
        extends: true,
        test: { name: 'db', include: ['**/*.db.test.ts'], exclude, testTimeout: 60_000, hookTimeout: 120_000, maxWorkers },
      },
      {
        extends: true,
        test: {
          name: 'milvus',
          include: ['**/*.milvus.test.ts'],
          exclude,
          testTimeout: 240_000,
          hookTimeout: 300_000,
          // They wait for servers more than they compute: two at a time leave half of two cores idle.
          // More would want a GiB for each server.
          maxWorkers: 3,
        },
      },
    ],
  },
})
