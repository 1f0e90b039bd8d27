// The shape of a small collection, for tests that make one by hand: an int64 key and four floats.
import { encode } from '../milvus/proto.ts'
import type { CollectionShape } from '../milvus/schema.ts'

export function emptyCollection(name: string): CollectionShape {
  const fields = [
    { name: 'pk', isPrimaryKey: true, dataType: 5 },
    { name: 'emb', dataType: 101, typeParams: [{ key: 'dim', value: '4' }] },
  ]
  return {
    database: 'default',
    name,
    schemaBytes: encode('schema.CollectionSchema', { name, fields }),
    keyField: 'pk',
    keyType: 'int64',
    autoId: false,
    allowsAutoIds: false,
    columns: ['pk', 'emb'],
    maskedColumns: [],
    arrayColumns: {},
    vectors: [{ name: 'emb', type: 101 }],
    hasPartitionKey: false,
    dataTypes: [5, 101],
    features: [],
    shards: 1,
    consistencyLevel: 0,
    properties: {},
    aliases: [],
    numPartitions: 1,
  }
}
