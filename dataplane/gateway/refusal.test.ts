import descriptor from '@zilliz/milvus2-sdk-node/dist/milvus/proto-json/milvus.base.js'
import protobuf from 'protobufjs'
import { expect, test } from 'vitest'
import type { MethodEntry } from './method-table.ts'
import { METHOD_TABLE } from './method-table.ts'
import { refusalReply } from './refusal.ts'

const json = (descriptor as unknown as { default?: protobuf.INamespace }).default ?? (descriptor as protobuf.INamespace)
const service = protobuf.Root.fromJSON(json).lookupService('milvus.proto.milvus.MilvusService')
const REASON = 'RenameCollection is refused: Ünïcode, and a sentence longer than one hundred and twenty-eight bytes, so that its length needs two bytes.'

const table: Record<string, MethodEntry | undefined> = METHOD_TABLE
const refusable = service.methodsArray.filter((method) => table[method.name]?.reply !== 'none')

test.each(refusable.map((method) => [method.name, method] as const))(
  'a refusal of %s is a reply of its own type with code and reason',
  (name, method) => {
    const shape = table[name]!.reply
    const reply = refusalReply(shape, REASON)
    if (reply.kind !== 'message') throw new Error('a message was expected')
    method.resolve()
    const type = method.resolvedResponseType!
    const decoded = type.decode(reply.message) as protobuf.Message & Record<string, unknown>
    const status = shape === 'status' ? decoded : decoded[type.fieldsById[1]!.name]
    expect(status).toMatchObject({ errorCode: 48, code: 9, reason: REASON, retriable: false })
  },
)

test('a refusal that no reply can carry is a gRPC status that SDKs do not retry', () => {
  expect(refusalReply('none', REASON)).toEqual({ kind: 'status', code: 7, details: REASON })
})
