// What every check is given and answers. One file a check; run-checks.ts runs them in order.
import type { Engine, Finding } from '../../lib/contracts/control-api.ts'
import type { EndpointUse } from '../gateway/ports.ts'
import type { Capabilities } from '../milvus/engines.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import type { MilvusServer } from '../milvus/server.ts'

/** A collection of the source as the survey met it. */
export type SurveyedCollection = {
  shape: CollectionShape
  /** By the server's statistics: deleted entities may be counted. */
  entities: number
  loaded: boolean
}

/** What this machine has free, in bytes; undefined where it cannot be told. */
export type Room = { memory: number; disk: number | undefined }

export type CheckInput = {
  source: MilvusServer
  sourceEngine: Engine
  sourceCapabilities: Capabilities
  /** undefined: the target does not exist yet. */
  target: MilvusServer | undefined
  targetEngine: Engine
  targetCapabilities: Capabilities
  /** How the target is called in findings. */
  targetName: string
  collections: readonly SurveyedCollection[]
  databases: readonly string[]
  /** The target runs on this machine. */
  targetIsEmbedded: boolean
  /** Clients may know another address of the source than its endpoint here. */
  sourceIsRegistered: boolean
  /** Calls at the source's endpoint so far. */
  sourceUse: () => EndpointUse
  /** Of the machine that holds the journal and the embedded clusters. */
  room: () => Promise<Room>
  /** Sides that are a Milvus Lite which the data plane does not run itself. */
  unguarded: readonly ('source' | 'target')[]
}

export type Check = (input: CheckInput) => Promise<Finding[]>

/** How a collection is named in findings. */
export function called(shape: CollectionShape): string {
  return `Collection "${shape.name}" of database "${shape.database}"`
}

/** How a server is named in findings. */
export function engineName(engine: Engine): string {
  return `${engine.kind === 'lite' ? 'Milvus Lite' : 'Milvus'} ${engine.version}`
}

const MOST_NAMED = 10

/** Some names as text, quoted. */
export function named(names: readonly string[]): string {
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : ''
  return names.slice(0, MOST_NAMED).map((name) => `"${name}"`).join(', ') + more
}
