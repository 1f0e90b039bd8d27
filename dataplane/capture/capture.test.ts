import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ForwardResult, InterceptedCall } from '../gateway/ports.ts'
import { offset, type Entry, type EntryOf } from '../journal/entry.ts'
import { Journal } from '../journal/journal.ts'
import { silentLogger } from '../lifecycle/logger.ts'
import { SharedLock } from '../lifecycle/shared-lock.ts'
import { deferred } from '../lifecycle/waiting.ts'
import { capabilitiesOf, type Capabilities } from '../milvus/engines.ts'
import { decode, encode } from '../milvus/proto.ts'
import { addCollection, deleteRequest, insertRequest, refusal, startMilvusDouble, type MilvusDouble } from '../testing/milvus-double.ts'
import { Capture } from './capture.ts'
import { IdSource } from './id-source.ts'
import { recover } from './recovery.ts'
import { Incarnations } from './incarnations.ts'
import { WriteLog } from './write-log.ts'

const SETTLE_MS = 30
const MILVUS = { ...capabilitiesOf({ kind: 'milvus', version: '2.3.5' }), settleMs: SETTLE_MS }

let dir: string
let source: MilvusDouble
let journal: Journal
let writes: WriteLog
let loadedByClients: string[]
let onJournalFailure: ReturnType<typeof vi.fn<(error: unknown) => Promise<void>>>

beforeEach(async () => {
  dir = await fs.mkdtemp(path.join(os.tmpdir(), 'capture-'))
  source = await startMilvusDouble()
  addCollection(source, 'c', [[1, 1]])
  journal = await Journal.open(dir)
  loadedByClients = []
  onJournalFailure = vi.fn<(error: unknown) => Promise<void>>(() => Promise.resolve())
})
afterEach(async () => {
  source.stop()
  await journal.close()
  await fs.rm(dir, { recursive: true, force: true })
})

function capturing(capabilities: Capabilities = MILVUS): Capture {
  writes = new WriteLog(journal)
  return new Capture({
    source: source.server,
    capabilities,
    journal,
    writes,
    incarnations: new Incarnations(),
    ids: new IdSource(),
    serial: new SharedLock(),
    onLoad: (at) => Promise.resolve(void loadedByClients.push(at.name)),
    refuse: (method, why) => ({ kind: 'status', code: 9, details: `${method}: ${why}` }),
    onJournalFailure,
    log: silentLogger,
  })
}

type Forward = (message: Buffer) => ForwardResult | Promise<ForwardResult>
const answered = (message: Buffer): ForwardResult => ({ kind: 'message', message, trailers: {} })
const accepted = (ids: string[] = []) => answered(encode('MutationResult', { status: {}, IDs: { intId: { data: ids } } }))
const ok = answered(encode('common.Status', {}))
const lost: ForwardResult = { kind: 'status', code: 4, details: 'deadline', sent: true }

function call(method: string, message: Buffer, forward: Forward, signal = new AbortController().signal): InterceptedCall {
  return { clusterId: 'source', method, message, database: '', deadlineAt: undefined, signal, forward: async (sent) => forward(sent) }
}

const insert = (rows: [number, number][], forward: Forward, collection = 'c') => call('Insert', insertRequest(collection, rows), forward)

async function entries(): Promise<Entry[]> {
  const reader = journal.reader(offset(0))
  const found = await reader.read(1_000)
  await reader.close()
  return found.map(({ entry }) => entry)
}
const outcomes = async () => {
  await journal.durable()
  return (await entries()).filter((entry): entry is EntryOf<'outcome'> => entry.kind === 'outcome')
}
const hows = async () => (await outcomes()).map(({ how }) => how)

test('Invariant: the intent is durable before the write is forwarded, and its outcome is appended before the acknowledgement', async () => {
  const capture = capturing()
  let seen: Entry[] = []
  const reply = await capture.handle(insert([[7, 1]], async () => ((seen = await entries()), accepted(['7']))))
  expect(seen.filter(({ kind }) => kind === 'intent')).toMatchObject([{ write: { scope: '_default', keys: ['7'] } }])
  expect(reply.kind).toBe('message')
  expect(writes.open()).toEqual([])
  expect(await outcomes()).toMatchObject([{ how: 'done', write: { keys: ['7'] } }])
})

test('ids that only the reply names are durable before the acknowledgement', async () => {
  addCollection(source, 'auto', [], true)
  await capturing().handle(call('Insert', insertRequest('auto', [[0, 1]], false), () => accepted(['448'])))
  expect((await entries()).find(({ kind }) => kind === 'outcome')).toMatchObject({ how: 'done', write: { keys: ['448'] } })
})

test('an id that the server gives in place of the one sent is durable before the acknowledgement', async () => {
  addCollection(source, 'auto', [], true)
  await capturing().handle(call('Upsert', insertRequest('auto', [[5, 1]]), () => accepted(['448'])))
  expect((await entries()).find(({ kind }) => kind === 'outcome')).toMatchObject({ how: 'done', write: { keys: ['5', '448'] } })
})

test('where the engine takes given ids the gateway gives them, so that the intent names the keys', async () => {
  addCollection(source, 'auto', [], true)
  const capture = capturing({ ...MILVUS, acceptsAutoIds: true })
  await capture.handle(call('Insert', insertRequest('auto', [[0, 1], [0, 2]], false), () => lost))
  const intent = (await entries()).find((entry): entry is EntryOf<'intent'> => entry.kind === 'intent')
  expect(intent?.write.keys).toHaveLength(2)
  expect(capture.unresolved.size).toBe(0)
  capture.end()
})

test('an insert of unknown outcome whose ids nobody knows marks its collection for a sweep', async () => {
  addCollection(source, 'auto', [], true)
  const capture = capturing()
  await capture.handle(call('Insert', insertRequest('auto', [[0, 1]], false), () => lost))
  expect(capture.unresolved.size).toBe(1)
  capture.end()
})

test('so does an upsert whose own id the server may have replaced, and no other upsert', async () => {
  addCollection(source, 'auto', [], true)
  const capture = capturing()
  await capture.handle(call('Upsert', insertRequest('c', [[5, 1]]), () => lost))
  expect(capture.unresolved.size).toBe(0)
  await capture.handle(call('Upsert', insertRequest('auto', [[5, 1]]), () => lost))
  expect(capture.unresolved.size).toBe(1)
  capture.end()
})

test.each<[string, ForwardResult]>([
  ['a lost reply', lost],
  ['an error of the server, which may be half done', answered(refusal('half done'))],
])('%s is an unknown outcome: the client hears it at once, the write stays open and is written down again later', async (_, result) => {
  const capture = capturing()
  await capture.handle(insert([[7, 1]], () => result))
  expect(await hows()).toEqual(['unknown'])
  expect(writes.open()).toHaveLength(1)
  await vi.waitFor(async () => expect(await hows()).toEqual(['unknown', 'landed']))
  expect(writes.open()).toEqual([])
})

test('a write that never reached the source leaves nothing open', async () => {
  await capturing().handle(insert([[7, 1]], () => ({ kind: 'status', code: 14, details: 'down', sent: false })))
  expect(await hows()).toEqual(['refused'])
  expect(writes.open()).toEqual([])
})

test('the outcome of a write whose client went away is learnt all the same', async () => {
  const client = new AbortController()
  const reply = deferred<ForwardResult>()
  const under = capturing().handle(call('Insert', insertRequest('c', [[7, 1]]), () => reply.promise, client.signal))
  client.abort()
  reply.resolve(accepted(['7']))
  await under
  expect(await hows()).toEqual(['done'])
})

test('a delete by a plain list is keys; by expression it is forwarded Strong and, where nobody names what it hits, journalled as the expression', async () => {
  const capture = capturing({ ...MILVUS, hidesVersions: false })
  await capture.handle(call('Delete', deleteRequest('c', 'pk in [1,2]'), () => accepted()))
  let sent: Buffer = Buffer.alloc(0)
  await capture.handle(call('Delete', deleteRequest('c', 'a == 3'), (message) => ((sent = message), accepted())))
  // Field 7, value 0: written out, because an absent one means the collection's own level.
  expect([...sent.subarray(-2)]).toEqual([0x38, 0])
  expect(await outcomes()).toMatchObject([{ write: { keys: ['1', '2'] } }, { expr: { expr: 'a == 3' }, carried: [] }])
})

test('DDL waits for the writes under way and holds new ones until its outcome is durable', async () => {
  const capture = capturing()
  const first = deferred<ForwardResult>()
  const order: string[] = []
  const writing = capture.handle(insert([[1, 1]], () => first.promise)).then(() => order.push('first write answered'))
  await vi.waitFor(() => expect(writes?.open()).toHaveLength(1))
  const drop = encode('DropCollectionRequest', { collectionName: 'c' })
  const dropping = capture.handle(call('DropCollection', drop, () => (order.push('drop forwarded'), source.collections.delete('c'), ok)))
  const later = capture.handle(insert([[2, 2]], () => (order.push('second write forwarded'), accepted())))
  await new Promise((resolve) => setImmediate(resolve))
  expect(order).toEqual([])
  first.resolve(accepted(['1']))
  await Promise.all([writing, dropping, later])
  expect(order).toEqual(['first write answered', 'drop forwarded', 'second write forwarded'])
  const kinds = (await entries()).map(({ kind }) => kind)
  expect(kinds.indexOf('outcome')).toBeLessThan(kinds.indexOf('ddl-intent'))
  // The second write found no collection: there is nothing of it to be applied.
  expect(await hows()).toEqual(['done'])
})

test('a collection dropped and made anew has another incarnation', async () => {
  const capture = capturing()
  await capture.handle(insert([[1, 1]], () => accepted()))
  await capture.handle(call('DropCollection', encode('DropCollectionRequest', { collectionName: 'c' }), () => (source.collections.delete('c'), ok)))
  await capture.handle(call('CreateCollection', encode('CreateCollectionRequest', { collectionName: 'c' }), () => (addCollection(source, 'c'), ok)))
  await capture.handle(insert([[1, 2]], () => accepted()))
  expect((await outcomes()).map(({ incarnation }) => incarnation)).toEqual([1, 2])
  expect(await capture.holdForReading(1)).toBeUndefined()
  const held = await capture.holdForReading(2)
  expect(held?.incarnation.name).toBe('c')
  held?.release()
})

test('a read of the source holds DDL off, and DDL holds reads off', async () => {
  const capture = capturing()
  await capture.learnCollections([{ database: 'default', name: 'c' }])
  const held = await capture.holdForReading(1)
  const forward = deferred<ForwardResult>()
  let forwarded = false
  const dropping = capture.handle(call('DropCollection', encode('DropCollectionRequest', { collectionName: 'c' }), () => ((forwarded = true), forward.promise)))
  await new Promise((resolve) => setImmediate(resolve))
  expect(forwarded).toBe(false)
  held?.release()
  await vi.waitFor(() => expect(forwarded).toBe(true))
  let read: unknown = 'waiting'
  const reading = capture.holdForReading(1).then((found) => (read = found))
  await new Promise((resolve) => setImmediate(resolve))
  expect(read).toBe('waiting')
  source.collections.delete('c')
  forward.resolve(ok)
  await Promise.all([dropping, reading])
  expect(read).toBeUndefined()
})

/** A client's release of the collection `c`; it takes effect when the test says so. */
function releasing(capture: Capture, name = 'c') {
  const forward = deferred<ForwardResult>()
  const seen = { isForwarded: false }
  const done = capture.handle(call('ReleaseCollection', encode('ReleaseCollectionRequest', { collectionName: name }), () => ((seen.isForwarded = true), forward.promise)))
  return { seen, done, answer: forward.resolve }
}

/** Whether the promise has settled once everything that happens at once has happened. */
async function isDone(promise: Promise<unknown>): Promise<boolean> {
  let done = false
  void promise.then(() => (done = true))
  await new Promise((resolve) => setTimeout(resolve, 20))
  return done
}

test('a release waits until nobody reads its collection, and reads wait until it has ended; writes go on', async () => {
  const capture = capturing()
  source.collections.get('c')?.aliases.push('other_name')
  await capture.learnCollections([{ database: 'default', name: 'c' }])
  const held = await capture.holdForReading(1)
  const release = releasing(capture, 'other_name')
  expect(await isDone(release.done)).toBe(false)
  expect(release.seen.isForwarded).toBe(false)
  await capture.handle(insert([[7, 1]], () => accepted(['7'])))
  held?.release()
  await vi.waitFor(() => expect(release.seen.isForwarded).toBe(true))
  const reading = capture.holdForReading(1)
  expect(await isDone(reading)).toBe(false)
  await capture.handle(insert([[8, 1]], () => accepted(['8'])))
  release.answer(ok)
  expect(await release.done).toMatchObject({ kind: 'message' })
  ;(await reading)?.release()
})

test('a release whose reply was lost keeps reads waiting until it can take effect no more', async () => {
  const capture = capturing({ ...MILVUS, settleMs: 60 })
  await capture.learnCollections([{ database: 'default', name: 'c' }])
  const release = releasing(capture)
  release.answer(lost)
  await release.done
  const reading = capture.holdForReading(1)
  expect(await isDone(reading)).toBe(false)
  ;(await reading)?.release()
})

test('what a delete by expression will hit is not asked while a release is under way', async () => {
  const capture = capturing()
  await capture.learnCollections([{ database: 'default', name: 'c' }])
  const release = releasing(capture)
  await vi.waitFor(() => expect(release.seen.isForwarded).toBe(true))
  const asked = () => source.calls.filter((method) => method === 'Query').length
  const before = asked()
  const deleting = capture.handle(call('Delete', deleteRequest('c', 'a == 1'), () => accepted()))
  expect(await isDone(deleting)).toBe(false)
  expect(asked()).toBe(before)
  release.answer(ok)
  await deleting
  expect(asked()).toBeGreaterThan(before)
})

test('a load is told under the name of its collection, and passes while writes are held', async () => {
  const capture = capturing()
  source.collections.get('c')?.aliases.push('other_name')
  await capture.learnCollections([{ database: 'default', name: 'c' }])
  capture.gate.close()
  await capture.handle(call('LoadCollection', encode('LoadCollectionRequest', { collectionName: 'other_name' }), () => ok))
  expect(loadedByClients).toEqual(['c'])
  await capture.drained()
})

test('a write through an alias is journalled under its collection', async () => {
  source.collections.get('c')?.aliases.push('other_name')
  await capturing().handle(insert([[7, 1]], () => accepted(), 'other_name'))
  const [collection] = (await entries()).filter((entry) => entry.kind === 'incarnation')
  expect(collection).toMatchObject({ id: 1, name: 'c' })
  expect(await outcomes()).toMatchObject([{ incarnation: 1, write: { keys: ['7'] } }])
})

test('where the journal cannot be written the migration hears it and the client’s write goes on', async () => {
  const capture = capturing()
  await capture.learnCollections([{ database: 'default', name: 'c' }])
  vi.spyOn(journal, 'append').mockImplementation(() => {
    throw new Error('full')
  })
  let forwarded = false
  const reply = await capture.handle(insert([[7, 1]], () => ((forwarded = true), accepted(['7']))))
  expect([reply.kind, forwarded]).toEqual(['message', true])
  expect(onJournalFailure).toHaveBeenCalledOnce()
})

test('drained resolves when the last call that passed the gate has ended', async () => {
  const capture = capturing()
  const reply = deferred<ForwardResult>()
  const under = capture.handle(insert([[1, 1]], () => reply.promise))
  await vi.waitFor(() => expect(writes?.open()).toHaveLength(1))
  capture.gate.close()
  let drained = false
  const draining = capture.drained().then(() => (drained = true))
  let forwarded = false
  const held = capture.handle(insert([[2, 2]], () => ((forwarded = true), accepted())))
  expect([drained, forwarded]).toEqual([false, false])
  reply.resolve(accepted(['1']))
  await Promise.all([under, draining])
  expect(forwarded).toBe(false)
  capture.gate.open()
  await held
  expect(forwarded).toBe(true)
})

test('DDL is held by a gate that is closed for it while writes go on, and is told while it is under way and when it is done', async () => {
  const capture = capturing()
  const drop = (forward: Forward) => call('DropCollection', encode('DropCollectionRequest', { collectionName: 'c' }), forward)
  const reply = deferred<ForwardResult>()
  const under = capture.handle(drop(() => reply.promise))
  expect(capture.ddl).toEqual({ underWay: 1, lastDone: undefined })
  capture.gate.closeForDdl(60_000)
  let forwarded = false
  const held = capture.handle(drop(() => ((forwarded = true), ok)))
  reply.resolve(ok)
  await under
  const { underWay, lastDone } = capture.ddl
  expect([underWay, (await entries())[lastDone!]]).toMatchObject([0, { kind: 'ddl', done: true }])
  addCollection(source, 'other')
  expect((await capture.handle(insert([[2, 2]], () => accepted(), 'other'))).kind).toBe('message')
  expect(forwarded).toBe(false)
  capture.gate.open()
  await held
  expect(forwarded).toBe(true)
})

test('DDL that waits behind a write in doubt goes on when the capture ends', async () => {
  const capture = capturing({ ...MILVUS, settleMs: 60_000 })
  await capture.handle(insert([[1, 1]], () => lost))
  const dropping = capture.handle(call('DropCollection', encode('DropCollectionRequest', { collectionName: 'c' }), () => ok))
  await new Promise((resolve) => setImmediate(resolve))
  capture.end()
  expect((await dropping).kind).toBe('message')
})

test('after a restart what was open is written down as landed, and a create without an answer is looked up', async () => {
  const capture = capturing()
  await capture.learnCollections([{ database: 'default', name: 'c' }])
  const open = await writes.begin(1, { scope: '_default', keys: ['9'] })
  addCollection(source, 'fresh')
  const ddl = { operation: 'create-collection', database: 'default', collection: 'fresh' } as const
  const intent = await journal.appendDurable({ kind: 'ddl-intent', at: 1, ddl })
  await capture.settleRecovered({ writes: [open], ddls: [{ intent, ddl }] })
  expect(await outcomes()).toMatchObject([{ how: 'landed', write: { keys: ['9'] } }])
  expect((await entries()).at(-1)).toMatchObject({ kind: 'ddl', done: true, incarnation: 2 })
})

test('a write that is held at the switch is never acknowledged by the source, also where the source becomes writable', async () => {
  const capture = capturing()
  let forwarded = 0
  const write = () => capture.handle(insert([[7, 1]], () => (forwarded++, accepted(['7']))))
  capture.gate.close()
  const held = write()
  capture.leaveSource()
  expect(await held).toMatchObject({ kind: 'status', code: 9, details: expect.stringContaining('moved to the target') as string })
  expect(forwarded).toBe(0)
  // What comes after the switch was sent by somebody who can know of it.
  expect((await write()).kind).toBe('message')
  expect(forwarded).toBe(1)
})

test('a call that passed the gate is waited for from that same moment, so that none slips past the marker of a cutover', async () => {
  const capture = capturing()
  const answer = deferred()
  const writing = capture.handle(insert([[7, 1]], async () => (await answer.promise, accepted(['7']))))
  capture.gate.close()
  let drained = false
  const draining = capture.drained().then(() => (drained = true))
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(drained).toBe(false)
  answer.resolve()
  await Promise.all([writing, draining])
})

test('a call that is let go while the gate closes again stays held', async () => {
  const capture = capturing()
  let forwarded = 0
  capture.gate.close()
  const held = capture.handle(insert([[7, 1]], () => (forwarded++, accepted(['7']))))
  capture.gate.open()
  capture.gate.close()
  await vi.waitFor(() => expect(capture.gate.heldCalls).toBe(1))
  expect(forwarded).toBe(0)
  capture.gate.open()
  expect((await held).kind).toBe('message')
})

const ddls = async () => (await entries()).filter((entry): entry is EntryOf<'ddl'> => entry.kind === 'ddl')
const refusedStatus = answered(encode('common.Status', { errorCode: 1, code: 1100, reason: 'release it first' }))

test('a drop of a partition that the source refused is not carried to the target, one with a lost reply only where it is gone', async () => {
  const capture = capturing()
  const drop = (reply: ForwardResult) => capture.handle(call('DropPartition', encode('DropPartitionRequest', { collectionName: 'c', partitionName: 'p' }), () => reply))
  const partitions = (names: string[]) => source.answer('ShowPartitions', () => encode('ShowPartitionsResponse', { status: {}, partitionNames: names }))
  partitions(['_default', 'p'])
  await drop(refusedStatus)
  await drop(lost)
  await vi.waitFor(async () => expect((await ddls()).map(({ done }) => done)).toEqual([false, false]))
  partitions(['_default'])
  await drop(lost)
  await vi.waitFor(async () => expect((await ddls()).map(({ done }) => done)).toEqual([false, false, true]))
})

const refusedTruncate = answered(encode('TruncateCollectionResponse', { status: { errorCode: 1, code: 1100, reason: 'not now' } }))

test.each([['refused', refusedTruncate], ['lost', lost]])('a truncate whose reply was %s empties nothing on the target; the collection is swept', async (_, reply) => {
  const capture = capturing()
  await capture.handle(call('TruncateCollection', encode('TruncateCollectionRequest', { collectionName: 'c' }), () => reply))
  await vi.waitFor(async () => expect((await ddls()).map(({ done }) => done)).toEqual([false]))
  await vi.waitFor(() => expect([...capture.unresolved]).toEqual([1]))
  // So that a restart knows it too.
  await vi.waitFor(async () => expect((await recover(journal, [])).unresolved).toEqual([1]))
})

test('the keys that a delete by expression hits are durable before it is forwarded, and stand for its expression', async () => {
  addCollection(source, 'c', [[1, 1], [2, 3], [5, 3]])
  const capture = capturing()
  let journalled: string[][] = []
  await capture.handle(call('Delete', deleteRequest('c', 'a == 3'), () => {
    journalled = writes.open().map(({ write }) => write.keys)
    return accepted()
  }))
  expect(journalled).toEqual([[], ['2', '5']])
  const [named, outcome] = await outcomes()
  expect(named).toMatchObject({ how: 'done', write: { keys: ['2', '5'] } })
  // No neighbour is carried: what was forwarded takes those keys and no other.
  expect(outcome).toMatchObject({ how: 'done', write: { keys: [] } })
  expect(outcome).not.toHaveProperty('carried')
  expect(outcome).not.toHaveProperty('expr')
})

test('what is forwarded is a delete of just those keys, so that the source need not look for them again', async () => {
  addCollection(source, 'c', [[2, 3], [5, 3]])
  let sent: Record<string, unknown> = {}
  await capturing().handle(call('Delete', encode('DeleteRequest', { collectionName: 'c', partitionName: '_default', expr: 'a == 3' }), (message) => ((sent = decode('DeleteRequest', message)), accepted(['2', '5']))))
  expect(sent).toMatchObject({ collectionName: 'c', partitionName: '_default', expr: 'pk in [2,5]' })
  // The reply names them once more, which would only make the journal larger.
  expect((await outcomes()).map(({ write }) => write.keys)).toEqual([['2', '5'], []])
})

test.each([
  ['nothing is hit', 'a == 4', MILVUS],
  ['more is hit than fits a list', 'a == 3', { ...MILVUS, keysPerRead: 1 }],
])('where %s the expression is forwarded as it came', async (_, expr, capabilities) => {
  addCollection(source, 'c', [[2, 3], [5, 3]])
  let sent: Record<string, unknown> = {}
  await capturing(capabilities).handle(call('Delete', deleteRequest('c', expr), (message) => ((sent = decode('DeleteRequest', message)), accepted())))
  expect(sent).toMatchObject({ expr })
})

test('a delete in doubt whose keys are named marks nothing for a sweep; one whose expression the source refuses keeps it', async () => {
  addCollection(source, 'c', [[2, 3]])
  const capture = capturing()
  await capture.handle(call('Delete', deleteRequest('c', 'a == 3'), () => lost))
  await vi.waitFor(() => expect(writes.open()).toEqual([]))
  expect((await outcomes()).map(({ how, expr }) => [how, expr?.expr])).toEqual([['unknown', undefined], ['unknown', undefined], ['landed', undefined], ['landed', undefined]])
  expect((await recover(journal, [])).unresolved).toEqual([])
  await capture.handle(call('Delete', deleteRequest('c', 'a ==== 3'), () => answered(refusal('cannot parse expression'))))
  expect((await outcomes()).at(-1)).toMatchObject({ how: 'unknown', expr: { expr: 'a ==== 3' } })
})

test('a delete by expression whose keys the source did not tell is not forwarded and leaves nothing open', async () => {
  const capture = capturing()
  await capture.handle(call('Delete', deleteRequest('c', 'pk in [1]'), () => accepted()))
  source.stop()
  let forwarded = false
  const reply = await capture.handle(call('Delete', deleteRequest('c', 'a == 3'), () => ((forwarded = true), accepted())))
  expect(reply).toMatchObject({ kind: 'status', code: 14 })
  expect(forwarded).toBe(false)
  expect(writes.open()).toEqual([])
})

/** A delete by expression that is under way; resolves when the source is asked what it will hit, which `answer` lets it tell. */
async function deleteBeingAsked() {
  addCollection(source, 'c', [[1, 5]])
  const asked = deferred<undefined>()
  const answer = deferred<undefined>()
  source.answer('Query', () => (asked.resolve(undefined), answer.promise))
  const capture = capturing()
  const forward = vi.fn(() => accepted())
  const reply = capture.handle(call('Delete', deleteRequest('c', 'a == 5'), forward))
  await asked.promise
  return { capture, forward, reply, answer }
}

test('a delete by expression that is still asked about when the gate closes does not keep the cutover waiting', async () => {
  const { capture, forward, reply, answer } = await deleteBeingAsked()
  capture.gate.close()
  await capture.drained()
  expect(writes.open()).toEqual([])
  expect(await hows()).toEqual(['refused'])
  expect(forward).not.toHaveBeenCalled()
  // Given back to the source it is asked about anew.
  answer.resolve(undefined)
  source.answer('Query', undefined)
  capture.gate.open()
  expect((await reply).kind).toBe('message')
  expect(forward).toHaveBeenCalledOnce()
  expect(await hows()).toEqual(['refused', 'done', 'done'])
})

test('such a delete is refused where the target serves then', async () => {
  const { capture, forward, reply } = await deleteBeingAsked()
  capture.gate.close()
  await capture.drained()
  capture.gate.retire()
  expect(await reply).toMatchObject({ kind: 'status', code: 9 })
  expect(forward).not.toHaveBeenCalled()
})

test('where a partition is not loaded the expression is kept, because it may be loaded before the delete comes', async () => {
  source.answer('ShowPartitions', () => encode('ShowPartitionsResponse', { status: {}, partitionNames: ['_default', 'p'] }))
  source.answer('GetLoadState', (request) => encode('GetLoadStateResponse', { status: {}, state: (decode('GetLoadStateRequest', request).partitionNames as string[]).length > 0 ? 1 : 3 }))
  await capturing().handle(call('Delete', deleteRequest('c', 'a == 1'), () => accepted()))
  expect(await outcomes()).toMatchObject([{ write: { keys: ['1'] } }, { expr: { expr: 'a == 1' } }])
})
