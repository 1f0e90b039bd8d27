// Milvus' messages for the REST bridge, from the descriptor that comes with the Node SDK. Loaded at first
// use: parsing the descriptor takes a moment that an endpoint without REST clients never spends.
import protobuf from 'protobufjs'

const PACKAGE = 'milvus.proto.'

/** Encodes and decodes messages by their name without the package, for example `milvus.QueryRequest`. */
export type Messages = {
  encode(type: string, value: Record<string, unknown>): Buffer
  /** As a plain object: 64-bit integers and enums as strings, absent messages as null. */
  decode(type: string, bytes: Buffer): Record<string, unknown>
}

let loaded: Promise<Messages> | undefined

/** The messages; the same object for every caller. */
export function loadMessages(): Promise<Messages> {
  return (loaded ??= parseDescriptor())
}

async function parseDescriptor(): Promise<Messages> {
  const module: unknown = await import('@zilliz/milvus2-sdk-node/dist/milvus/proto-json/milvus.base.js')
  const root = protobuf.Root.fromJSON(namespaceOf(module))
  return {
    encode(type, value) {
      const found = root.lookupType(PACKAGE + type)
      return Buffer.from(found.encode(found.fromObject(value)).finish())
    },
    decode(type, bytes) {
      const found = root.lookupType(PACKAGE + type)
      return found.toObject(found.decode(bytes), { longs: String, enums: String, defaults: true, oneofs: true })
    },
  }
}

/** A CommonJS module with an ES default: how many times it is wrapped depends on the loader. */
function namespaceOf(module: unknown): protobuf.INamespace {
  let at = module as { default?: unknown; nested?: unknown }
  while (at.nested === undefined && at.default !== undefined) at = at.default as typeof at
  return at as protobuf.INamespace
}
