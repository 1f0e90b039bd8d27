import type { Rows } from '../milvus/field-data.ts'
import type { Key } from '../milvus/keys.ts'

/** What the source holds of the keys now, by partition (undefined: a partition-key collection). */
export type PresentState = { partition: string | undefined; keys: readonly Key[]; rows: Rows }[]
