// A Milvus Lite that somebody else runs may hide entities from a read while it flushes (docs/engines.md): the
// embedded ones are guarded against that, a registered one is not.
import type { Check } from './check.ts'

export const checkRegisteredLite: Check = ({ unguarded }) =>
  Promise.resolve(
    unguarded.map((side) => ({
      check: 'registered-lite',
      severity: 'warning' as const,
      message: `The ${side} cluster is a Milvus Lite that was registered by its address. While such a server flushes, reads can miss entities that are there, and the migration reads.`,
      remedy: 'Stop the writes before you stop the data sync and compare both sides afterwards, or run the cluster here as an embedded one.',
    })),
  )
