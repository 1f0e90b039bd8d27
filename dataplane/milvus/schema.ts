// A collection's shape: what the copier and the applier must know of a schema, beside its bytes. The bytes
// themselves go to the target as they came (design: schema bytes are copied, not rebuilt).
import { decode, fromPairs } from './proto.ts'
import type { KeyType } from './keys.ts'
import { fieldsOf, payload } from './wire.ts'

/** `computed`: a function of the schema makes its values from text. */
export type VectorField = { name: string; type: number; computed?: boolean }

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
  /** Columns of nullable fields and of fields with a default: an Insert must say which of their values are there. */
  maskedColumns: string[]
  /** Element type (schema.DataType) of each array column. */
  arrayColumns: Record<string, number>
  vectors: VectorField[]
  hasPartitionKey: boolean
  /** schema.DataType numbers in use, element types of arrays included. */
  dataTypes: number[]
  features: SchemaFeature[]
  shards: number
  consistencyLevel: number
  properties: Record<string, string>
  aliases: string[]
  numPartitions: number
}

/** What a server that does not know it would silently leave out of a schema. */
export type SchemaFeature = 'nullable fields' | 'default values' | 'functions'

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
  const structs = (schema.structArrayFields ?? []) as { name: string; nullable: boolean }[]
  const masked = [...readable.filter(isMasked), ...structs.filter((struct) => struct.nullable)]
  return {
    database,
    name: (described.collectionName as string) || (schema.name as string),
    schemaBytes: schemaBytesOf(reply),
    keyField: key?.name ?? '',
    keyType: key?.dataType === VARCHAR ? 'varchar' : 'int64',
    autoId: Boolean(key?.autoID) || Boolean(schema.autoID),
    allowsAutoIds: properties['allow_insert_auto_id'] === 'true',
    columns: [...readable.map((field) => field.name), ...structs.map((field) => field.name), ...(dynamic ? [DYNAMIC_COLUMN] : [])],
    maskedColumns: masked.map((field) => field.name),
    arrayColumns: Object.fromEntries(readable.filter((field) => field.dataType === ARRAY).map((field) => [field.name, field.elementType])),
    vectors: fields.filter(isVector).map((field) => ({ name: field.name, type: field.dataType, ...(field.isFunctionOutput && { computed: true }) })),
    hasPartitionKey: fields.some((field) => field.isPartitionKey),
    dataTypes: [...new Set([...fields.flatMap(typesOf), ...(structs.length > 0 ? [STRUCT_ARRAY] : [])])],
    features: featuresOf(fields, schema.functions as unknown[]),
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
  nullable: boolean
  defaultValue: object | null
}

function isMasked(field: FieldSchema): boolean {
  return field.nullable || field.defaultValue !== null
}

function featuresOf(fields: readonly FieldSchema[], functions: readonly unknown[]): SchemaFeature[] {
  const features: SchemaFeature[] = []
  if (fields.some((field) => field.nullable)) features.push('nullable fields')
  if (fields.some((field) => field.defaultValue !== null)) features.push('default values')
  if (functions.length > 0) features.push('functions')
  return features
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
