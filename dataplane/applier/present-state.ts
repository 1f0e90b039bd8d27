import type { Rows } from '../milvus/field-data.ts'
import type { Key } from '../milvus/keys.ts'

/** What a partition of the source holds of some keys (undefined: a partition-key collection). */
export type PresentPart = { partition: string | undefined; keys: readonly Key[]; rows: Rows }

/** What the source holds of the keys now. `everywhere`: those that were looked for in all partitions, where there are several. */
export type PresentState = { parts: PresentPart[]; everywhere: readonly Key[] }
