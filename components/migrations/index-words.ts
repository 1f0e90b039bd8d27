import type { IndexChoice } from '@/lib/migration/index-choice'

/** The choice of the target's indexes: in the form, and in the details of a migration. */
export const INDEX_WORDS: Record<IndexChoice, { label: string; detail: string }> = {
  auto: {
    label: "AUTOINDEX with the source's metric (recommended)",
    detail: 'Each vector field gets an AUTOINDEX; scalar fields get no index.',
  },
  source: {
    label: "Keep the source's index definitions",
    detail: 'Types, parameters and scalar indexes as on the source; AUTOINDEX where the target does not know a type.',
  },
}
