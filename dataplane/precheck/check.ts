// What every check is given and answers. One file a check; run-checks.ts runs them in order.
import type { Finding } from '../../lib/contracts/control-api.ts'
import type { Capabilities } from '../milvus/engines.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import type { MilvusServer } from '../milvus/server.ts'

export type CheckInput = {
  source: MilvusServer
  sourceCapabilities: Capabilities
  /** undefined: the target does not exist yet. */
  target: MilvusServer | undefined
  targetCapabilities: Capabilities
  targetName: string
  shapes: readonly CollectionShape[]
  /** Sides that are a Milvus Lite which the data plane does not run itself. */
  unguarded: readonly ('source' | 'target')[]
}

export type Check = (input: CheckInput) => Promise<Finding[]>

/** How a collection is named in findings. */
export function called(shape: CollectionShape): string {
  return `Collection "${shape.name}" of database "${shape.database}"`
}
