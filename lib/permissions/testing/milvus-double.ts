// A double of a cluster's own client: it has one collection with one entity and takes every wish. What the real one
// does is tested in the *.milvus.test.ts files.
import type { MilvusClient } from '@zilliz/milvus2-sdk-node'
import protobuf from 'protobufjs'

const SUCCESS = { error_code: 'Success', code: 0, reason: '' }

const field = (name: string, data_type: string, is_primary_key = false) => ({ name, description: '', data_type, is_primary_key, autoID: false, is_function_output: false, type_params: [] })
const VECTOR = { ...field('vector', 'FloatVector'), dim: 2, type_params: [{ key: 'dim', value: '2' }] }
const DESCRIBED = {
  status: SUCCESS,
  schema: { name: 'books', description: '', enable_dynamic_field: false, fields: [field('id', 'Int64', true), VECTOR] },
  anns_fields: { vector: VECTOR },
  aliases: [], properties: [], functions: [], consistency_level: 'Strong', shards_num: 1, created_utc_timestamp: '0',
}
const ROWS = [
  { type: 'Int64', field_name: 'id', is_dynamic: false, valid_data: [], scalars: { data: 'long_data', long_data: { data: ['1'] } } },
  { type: 'FloatVector', field_name: 'vector', is_dynamic: false, valid_data: [], vectors: { dim: '2', data: 'float_vector', float_vector: { data: [1, 0] } } },
]

type Answer = (error: null, reply: unknown) => void
const answering = (reply: unknown) => (...args: unknown[]) => (args.at(-1) as Answer)(null, reply)
const CALLS = {
  Query: answering({ status: SUCCESS, fields_data: ROWS }),
  Search: answering({ status: SUCCESS, results: { scores: [1], ids: { int_id: { data: ['1'] } }, fields_data: ROWS } }),
}

/** Stands in for `visitCluster`. */
export async function visitDouble<T>(_cluster: unknown, visit: (client: MilvusClient) => Promise<T>): Promise<T> {
  const described = (await import('@zilliz/milvus2-sdk-node/dist/milvus/proto-json/milvus.base.js')) as { default: { default?: unknown } }
  const client = {
    milvusProto: protobuf.Root.fromJSON((described.default.default ?? described.default) as protobuf.INamespace),
    channelPool: { acquire: () => Promise.resolve(CALLS), release: () => undefined },
    listDatabases: () => Promise.resolve({ db_names: ['default'], status: SUCCESS }),
    showCollections: () => Promise.resolve({ data: [], status: SUCCESS }),
    describeCollection: () => Promise.resolve(DESCRIBED),
    describeIndex: () => Promise.resolve({ status: SUCCESS, index_descriptions: [] }),
    showPartitions: () => Promise.resolve({ status: SUCCESS, partition_names: ['_default'] }),
    getPartitionStatistics: () => Promise.resolve({ status: SUCCESS, stats: [] }),
    getLoadState: () => Promise.resolve({ status: SUCCESS, state: 'LoadStateLoaded' }),
    loadCollectionAsync: () => Promise.resolve(SUCCESS),
    releaseCollection: () => Promise.resolve(SUCCESS),
  }
  return visit(client as unknown as MilvusClient)
}
