import descriptor from '@zilliz/milvus2-sdk-node/dist/milvus/proto-json/milvus.base.js'
import protobuf from 'protobufjs'
import { expect, test } from 'vitest'
import type { MethodEntry } from './method-table.ts'
import { findMethod, METHOD_TABLE } from './method-table.ts'

// A CommonJS module: what Node calls `default` is its `exports`.
const json = (descriptor as unknown as { default?: protobuf.INamespace }).default ?? (descriptor as protobuf.INamespace)
const service = protobuf.Root.fromJSON(json).lookupService('milvus.proto.milvus.MilvusService')
const table: Record<string, MethodEntry | undefined> = METHOD_TABLE

/** Methods of milvus-proto that the SDK's descriptor does not have yet. */
const NEWER = [
  'GetExportSnapshotState',
  'UpdateRowPolicy',
  'SetRLSPrincipalTags',
  'GetRLSPrincipalTags',
  'ListRLSPrincipals',
  'DeleteRLSPrincipalTags',
]

test('every method of the service definition is classified', () => {
  const unclassified = service.methodsArray.map((method) => method.name).filter((name) => table[name] === undefined)
  expect(unclassified, 'classify these in method-table.ts').toEqual([])
})

test('the table has the 149 methods of MilvusService and no other', () => {
  const known = new Set(service.methodsArray.map((method) => method.name))
  expect(Object.keys(METHOD_TABLE).filter((name) => !known.has(name)).sort()).toEqual([...NEWER].sort())
  expect(Object.keys(METHOD_TABLE)).toHaveLength(149)
})

test.each(service.methodsArray.map((method) => [method.name, method] as const))(
  'the reply of %s keeps its status where the table says',
  (name, method) => {
    method.resolve()
    const { resolvedResponseType: reply, requestStream, responseStream } = method
    const status = reply?.fieldsById[1]?.resolve()
    const wrapped = status?.resolvedType?.fullName === '.milvus.proto.common.Status'
    const shape =
      requestStream === true || responseStream === true
        ? 'none'
        : reply?.fullName === '.milvus.proto.common.Status'
          ? 'status'
          : wrapped
            ? 'wrapped'
            : 'none'
    expect(table[name]?.reply).toBe(shape)
  },
)

test('an unknown method of MilvusService is not taken for a harmless one', () => {
  expect(findMethod('/milvus.proto.milvus.MilvusService/EraseEverything')).toBeUndefined()
  expect(findMethod('/milvus.proto.milvus.MilvusService/toString')).toBeUndefined()
  expect(findMethod('/somebody.Else/Insert')).toBeUndefined()
})

test('health, reflection and client telemetry count as reads', () => {
  expect(findMethod('/grpc.health.v1.Health/Check')?.class).toBe('read')
  expect(findMethod('/grpc.reflection.v1.ServerReflection/ServerReflectionInfo')?.class).toBe('read')
  expect(findMethod('/milvus.proto.milvus.ClientTelemetryService/ClientHeartbeat')?.class).toBe('read')
})
