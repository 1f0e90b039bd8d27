// Milvus' small messages (everything but entities) by their own descriptor, which @zilliz/milvus2-sdk-node
// ships. Entities never pass here: field-data.ts splices them as bytes.
import { createRequire } from 'node:module'
import protobuf from 'protobufjs'

type Descriptor = { default: protobuf.INamespace }
const require = createRequire(import.meta.url)
const descriptor = require('@zilliz/milvus2-sdk-node/dist/milvus/proto-json/milvus.base.js') as Descriptor
const root = protobuf.Root.fromJSON(descriptor.default)

const types = new Map<string, protobuf.Type>()

function typeOf(name: string): protobuf.Type {
  let type = types.get(name)
  if (!type) {
    type = root.lookupType(name.includes('.') ? `milvus.proto.${name}` : `milvus.proto.milvus.${name}`)
    types.set(name, type)
  }
  return type
}

/** A message as plain data: int64 as decimal strings, enums as numbers, absent fields at their defaults. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Message = Record<string, any>

/**
 * Encodes `value` as the message `name`: a name of package milvus.proto.milvus, or one with its package
 * (`schema.CollectionSchema`). int64 fields take decimal strings.
 */
export function encode(name: string, value: Message): Buffer {
  const type = typeOf(name)
  return Buffer.from(type.encode(type.fromObject(value)).finish())
}

/** Decodes the message `name`. Throws on bytes that are no such message. */
export function decode(name: string, bytes: Uint8Array): Message {
  const type = typeOf(name)
  return type.toObject(type.decode(bytes), { longs: String, enums: Number, bytes: Buffer, defaults: true, arrays: true })
}

/** `common.KeyValuePair[]` as an object; the last of equal keys wins. */
export function fromPairs(pairs: Message[] | undefined): Record<string, string> {
  return Object.fromEntries((pairs ?? []).map((pair) => [pair.key as string, pair.value as string]))
}

export function toPairs(values: Record<string, string>): { key: string; value: string }[] {
  return Object.entries(values).map(([key, value]) => ({ key, value }))
}

/** The name of a schema.DataType number, for people. */
export function typeName(type: number): string {
  return root.lookupEnum('milvus.proto.schema.DataType').valuesById[type] ?? `type ${type}`
}
