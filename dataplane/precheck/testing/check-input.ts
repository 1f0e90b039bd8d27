// What a check is given, for tests: a source of one collection, and what a test wants otherwise.
import type { Engine, Finding } from '../../../lib/contracts/control-api.ts'
import { capabilitiesOf } from '../../milvus/engines.ts'
import { encode, type Message } from '../../milvus/proto.ts'
import { shapeOf, type CollectionShape } from '../../milvus/schema.ts'
import { MilvusServer } from '../../milvus/server.ts'
import { engineName, type Check, type CheckInput, type SurveyedCollection } from '../check.ts'

export const LITE: Engine = { kind: 'lite', version: '3.2.2' }
export const milvus = (version: string): Engine => ({ kind: 'milvus', version })

/** A server that no check should ask. */
const NOWHERE = new MilvusServer({ address: () => undefined, token: '', tls: false, label: 'Nobody' })

export const KEY = { name: 'pk', fieldID: '100', dataType: 5, isPrimaryKey: true }
export const vector = (name: string, dim: number, dataType = 101) => ({ name, fieldID: '101', dataType, typeParams: [{ key: 'dim', value: String(dim) }] })

/** The shape of a collection with these fields beside its key. */
export function shapeWith(fields: Message[], more: { name?: string; functions?: Message[]; key?: Message; properties?: Record<string, string>; numPartitions?: number } = {}): CollectionShape {
  const name = more.name ?? 'c'
  const schema = { name, fields: [{ ...KEY, ...more.key }, ...fields], functions: more.functions ?? [] }
  const properties = Object.entries(more.properties ?? {}).map(([key, value]) => ({ key, value }))
  return shapeOf(encode('DescribeCollectionResponse', { status: {}, collectionName: name, schema, properties, numPartitions: String(more.numPartitions ?? 1) }), 'default')
}

export const surveyed = (shape: CollectionShape, more: Partial<SurveyedCollection> = {}): SurveyedCollection => ({ shape, entities: 10, loaded: true, ...more })

type More = Partial<CheckInput> & { from?: Engine; to?: Engine }

/** What `check` finds. */
export function found(check: Check, more: More): Promise<Finding[]> {
  return check(inputWith(more))
}

export function inputWith(more: More): CheckInput {
  const { from = milvus('2.3.5'), to = milvus('2.3.5'), ...rest } = more
  return {
    source: NOWHERE,
    sourceEngine: from,
    sourceCapabilities: capabilitiesOf(from),
    target: undefined,
    targetEngine: to,
    targetCapabilities: capabilitiesOf(to),
    targetName: `the target (${engineName(to)})`,
    collections: [],
    databases: ['default'],
    targetIsEmbedded: false,
    sourceIsRegistered: false,
    sourceUse: () => ({ calls: 1, writes: 1, loads: 0 }),
    room: () => Promise.resolve({ memory: 8 * 1024 ** 3, disk: 100 * 1024 ** 3 }),
    unguarded: [],
    ...rest,
  }
}
