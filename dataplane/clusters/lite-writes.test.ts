import { afterEach, beforeEach, expect, test } from 'vitest'
import { IdSource } from '../capture/id-source.ts'
import type { ForwardResult, InterceptedCall } from '../gateway/ports.ts'
import { deferred } from '../lifecycle/waiting.ts'
import { SharedLock } from '../lifecycle/shared-lock.ts'
import { columnsOfInsert, readKeys } from '../milvus/field-data.ts'
import { addCollection, deleteRequest, insertRequest, startMilvusDouble, type MilvusDouble } from '../testing/milvus-double.ts'
import { LiteWrites } from './lite-writes.ts'

const REPLY: ForwardResult = { kind: 'message', message: Buffer.from('reply'), trailers: {} }
let server: MilvusDouble
let assigns: boolean
let writes: LiteWrites

beforeEach(async () => {
  server = await startMilvusDouble()
  assigns = true
  writes = new LiteWrites({ server: server.server, serial: new SharedLock(), ids: new IdSource(() => 5), assignsIds: () => assigns })
})
afterEach(() => server.stop())

/** A call whose way to the server the test decides; `sent` are the messages that got there. */
function call(method: string, message: Buffer, answer: () => Promise<ForwardResult> = () => Promise.resolve(REPLY)): InterceptedCall & { sent: Buffer[] } {
  const sent: Buffer[] = []
  return { sent, clusterId: 'c', method, message, database: '', deadlineAt: undefined, signal: new AbortController().signal, forward: (bytes) => (sent.push(bytes), answer()) }
}

const idsOf = (message: Buffer) => columnsOfInsert(message).flatMap(({ name, bytes }) => (name === 'pk' ? readKeys(bytes) : []))

test('entities of an autoID collection get their ids from the gateway', async () => {
  addCollection(server, 'auto', [], true)
  const insert = call('Insert', insertRequest('auto', [[0, 1], [0, 2]], false))
  await writes.handle(insert)
  expect(new Set(idsOf(insert.sent[0]!)).size).toBe(2)
})

test('a write passes byte for byte where ids are given, where the collection has none, and where the engine counts itself', async () => {
  addCollection(server, 'plain')
  addCollection(server, 'auto', [], true)
  const given = call('Insert', insertRequest('plain', [[7, 1]]))
  const absent = call('Insert', insertRequest('nowhere', [[7, 1]]))
  const removed = call('Delete', deleteRequest('auto', 'pk in [1]'))
  for (const one of [given, absent, removed]) {
    await writes.handle(one)
    expect(one.sent).toEqual([one.message])
  }
  assigns = false
  const own = call('Insert', insertRequest('auto', [[0, 1]], false))
  await writes.handle(own)
  expect(own.sent).toEqual([own.message])
})

test('writes reach the server one after the other', async () => {
  const first = deferred<ForwardResult>()
  const one = call('Delete', deleteRequest('plain', 'pk in [1]'), () => first.promise)
  const other = call('Delete', deleteRequest('plain', 'pk in [2]'))
  const both = [writes.handle(one), writes.handle(other)]
  await new Promise((resolve) => setImmediate(resolve))
  expect([one.sent.length, other.sent.length]).toEqual([1, 0])
  first.resolve(REPLY)
  await Promise.all(both)
  expect(other.sent).toHaveLength(1)
})

test('a drain waits for what is under way and tells when an outcome got lost', async () => {
  expect(await writes.drain()).toEqual({ lastUnknownAt: undefined })
  const lost = deferred<ForwardResult>()
  const handling = writes.handle(call('Delete', deleteRequest('plain', 'pk in [1]'), () => lost.promise))
  let drained = false
  const draining = writes.drain().then((result) => ((drained = true), result))
  await new Promise((resolve) => setImmediate(resolve))
  expect(drained).toBe(false)
  lost.resolve({ kind: 'status', code: 14, details: 'gone', sent: true })
  await handling
  expect((await draining).lastUnknownAt).toBeTypeOf('number')
})

test('a collection that is made anew is looked at anew', async () => {
  addCollection(server, 'c')
  await writes.handle(call('Insert', insertRequest('c', [[1, 1]])))
  expect(writes.wants('ddl')).toBe(true)
  await writes.handle(call('DropCollection', Buffer.alloc(0)))
  addCollection(server, 'c', [], true)
  const insert = call('Insert', insertRequest('c', [[0, 1]], false))
  await writes.handle(insert)
  expect(idsOf(insert.sent[0]!)).toHaveLength(1)
})
