// A collection's shape: what the copier and the applier must know of a schema, beside its bytes. The bytes
// themselves go to the target as they came (design: schema bytes are copied, not rebuilt).
import { decode, fromPairs } from './proto.ts'
import type { KeyType } from './keys.ts'
import { fieldsOf, payload } from './wire.ts'

export type VectorField = { name: string; type: number }

export type CollectionShape = {
  database: string
  name: string
  /** `schema.CollectionSchema` as the source sent it. */
  schemaBytes: Buffer
  keyField: string
  keyType: KeyType
  autoId: boolean
  /** Ids may be given although autoId is set (collection property of Milvus 2.6). */
  allowsAutoIds: boolean
  /** Columns to read and write: everything but function outputs; `$meta` where dynamic fields are on. */
  columns: string[]
  vectors: VectorField[]
  hasPartitionKey: boolean
  /** schema.DataType numbers in use, element types of arrays included. */
  dataTypes: number[]
  shards: number
  consistencyLevel: number
  properties: Record<string, string>
  aliases: string[]
  numPartitions: number
}

/** The name of the column that holds dynamic fields. */
export const DYNAMIC_COLUMN = '$meta'

const VARCHAR = 21
const FIRST_VECTOR_TYPE = 100
const LAST_VECTOR_TYPE = 106
/** `SCHEMA` field of DescribeCollectionResponse. */
const SCHEMA = 2

/** Reads a DescribeCollectionResponse. */
export function shapeOf(reply: Buffer, database: string): CollectionShape {
  const described = decode('DescribeCollectionResponse', reply)
  const schema = described.schema as Record<string, unknown> & { fields: FieldSchema[] }
  const fields = schema.fields
  const key = fields.find((field) => field.isPrimaryKey)
  const properties = fromPairs(described.properties)
  const readable = fields.filter((field) => !field.isFunctionOutput && !field.isDynamic)
  const dynamic = Boolean(schema.enableDynamicField)
  const structs = (schema.structArrayFields ?? []) as { name: string }[]
  return {
    database,
    name: (described.collectionName as string) || (schema.name as string),
    schemaBytes: schemaBytesOf(reply),
    keyField: key?.name ?? '',
    keyType: key?.dataType === VARCHAR ? 'varchar' : 'int64',
    autoId: Boolean(key?.autoID) || Boolean(schema.autoID),
    allowsAutoIds: properties['allow_insert_auto_id'] === 'true',
    columns: [...readable.map((field) => field.name), ...structs.map((field) => field.name), ...(dynamic ? [DYNAMIC_COLUMN] : [])],
    vectors: fields.filter(isVector).map((field) => ({ name: field.name, type: field.dataType })),
    hasPartitionKey: fields.some((field) => field.isPartitionKey),
    dataTypes: [...new Set([...fields.flatMap(typesOf), ...(structs.length > 0 ? [STRUCT_ARRAY] : [])])],
    shards: Number(described.shardsNum) || 1,
    consistencyLevel: Number(described.consistencyLevel),
    properties,
    aliases: described.aliases as string[],
    numPartitions: Number(described.numPartitions),
  }
}

const STRUCT_ARRAY = 200
const ARRAY = 22

type FieldSchema = {
  name: string
  dataType: number
  elementType: number
  isPrimaryKey: boolean
  autoID: boolean
  isFunctionOutput: boolean
  isDynamic: boolean
  isPartitionKey: boolean
}

function isVector(field: FieldSchema): boolean {
  return field.dataType >= FIRST_VECTOR_TYPE && field.dataType <= LAST_VECTOR_TYPE
}

function typesOf(field: FieldSchema): number[] {
  return field.dataType === ARRAY ? [ARRAY, field.elementType] : [field.dataType]
}

function schemaBytesOf(reply: Buffer): Buffer {
  for (const field of fieldsOf(reply)) if (field.no === SCHEMA) return Buffer.from(payload(reply, field))
  return Buffer.alloc(0)
}
