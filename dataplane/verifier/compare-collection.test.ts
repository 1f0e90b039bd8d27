import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { silentLogger } from '../lifecycle/logger.ts'
import { sleep } from '../lifecycle/waiting.ts'
import { findCollection } from '../milvus/catalog.ts'
import { capabilitiesOf } from '../milvus/engines.ts'
import { keyToText } from '../milvus/keys.ts'
import { decode, encode } from '../milvus/proto.ts'
import { addCollection, startMilvusDouble, type MilvusDouble } from '../testing/milvus-double.ts'
import { compareCollection } from './compare-collection.ts'
import { CollectionGone, type VerifierParts } from './verifier-parts.ts'

vi.mock('../lifecycle/waiting.ts', async (real) => {
  const all = await real<typeof import('../lifecycle/waiting.ts')>()
  return { ...all, sleep: vi.fn(all.sleep) }
})

const MILVUS = { ...capabilitiesOf({ kind: 'milvus', version: '2.3.5' }), keysPerRead: 4 }
const LITE = { ...capabilitiesOf({ kind: 'lite', version: '3.2.2' }), keysPerRead: 4 }
const ROWS = Array.from({ length: 10 }, (_, i): [number, number] => [i + 1, i * 10])

let source: MilvusDouble
let target: MilvusDouble
let stop: AbortController
let found: string[]
let compared: number
let unsettled: number
let holds: number

beforeEach(async () => {
  source = await startMilvusDouble('The source')
  target = await startMilvusDouble('The target')
  addCollection(source, 'c', ROWS)
  addCollection(target, 'c', ROWS)
  stop = new AbortController()
  found = []
  compared = 0
  unsettled = 0
  holds = 0
})
afterEach(() => {
  stop.abort(new Error('the test has ended'))
  source.stop()
  target.stop()
})

function parts(more: Partial<VerifierParts> = {}): VerifierParts {
  return {
    source: { server: source.server, capabilities: MILVUS },
    target: { server: target.server, capabilities: MILVUS },
    whileItLives: async (work) => {
      const shape = await findCollection(source.server, { database: 'default', name: 'c' })
      if (!shape) throw new CollectionGone('c')
      return work(shape)
    },
    caughtUp: () => Promise.resolve(),
    isCalm: () => true,
    holdMs: 5_000,
    holdWrites: () => Promise.resolve((holds++, () => undefined)),
    applicationCalls: () => 0,
    onCompared: (entities) => void (compared += entities),
    onDifference: ({ key, kind, fields, partition }) => void found.push([partition, keyToText(key), kind, ...fields].join(' ')),
    onUnsettled: (entities) => void (unsettled += entities),
    onTrouble: () => undefined,
    signal: stop.signal,
    log: silentLogger,
    ...more,
  }
}

const rowsOf = (double: MilvusDouble) => double.collections.get('c')!.rows
const change = (double: MilvusDouble, key: number, value: number) => void (rowsOf(double).find(({ pk }) => pk === BigInt(key))!.a = BigInt(value))

describe.each([
  ['read by ranges', MILVUS, MILVUS, '_default '],
  ['read by lists of keys', LITE, LITE, ' '],
  ['read by ranges and by lists', MILVUS, LITE, ' '],
])('%s', (_, sourceCapabilities, targetCapabilities, partition) => {
  const sides = () => ({ source: { server: source.server, capabilities: sourceCapabilities }, target: { server: target.server, capabilities: targetCapabilities } })

  test('both sides the same: every entity is compared once, and nobody is held', async () => {
    expect(await compareCollection(parts(sides()))).toEqual({ complete: true })
    expect({ found, compared, unsettled, holds }).toEqual({ found: [], compared: 10, unsettled: 0, holds: 0 })
  })

  test('what is missing, extra or different is found wherever it is: before, between and behind the pages', async () => {
    addCollection(target, 'c', [[-5, 1], ...ROWS.filter(([pk]) => pk !== 4 && pk !== 10), [100, 1], [200, 2]])
    change(target, 7, 1)
    await compareCollection(parts(sides()))
    expect(found.sort()).toEqual(['-5 extra', '10 missing', '100 extra', '200 extra', '4 missing', '7 different a'].map((one) => partition + one).sort())
    expect({ compared, unsettled, holds }).toEqual({ compared: 13, unsettled: 0, holds: 1 })
  })
})

test('an empty collection and one that only the target fills', async () => {
  addCollection(source, 'c')
  await compareCollection(parts())
  expect(found).toHaveLength(10)
  addCollection(target, 'c')
  found = []
  await compareCollection(parts())
  expect(found).toEqual([])
})

test('what differs only because it is not applied yet is no difference', async () => {
  change(source, 3, 1)
  await compareCollection(parts({ caughtUp: () => Promise.resolve(change(target, 3, 1)) }))
  expect({ found, unsettled, holds }).toEqual({ found: [], unsettled: 0, holds: 0 })
})

test('pages are read as of the beginning, and what differs as it is at each look', async () => {
  const asked: string[] = []
  let now = 100
  for (const side of [source, target]) {
    side.answer('AllocTimestamp', () => encode('AllocTimestampResponse', { status: {}, timestamp: String(now++) }))
    side.answer('Query', (request) => {
      const { expr, guaranteeTimestamp } = decode('QueryRequest', request)
      asked.push(`${side === source ? 'source' : 'target'} ${(expr as string).includes(' in ') ? 'look' : 'page'} ${guaranteeTimestamp}`)
    })
  }
  change(source, 3, 1)
  await compareCollection(parts())
  expect(found).toEqual(['_default 3 different a'])
  expect([...new Set(asked)].sort()).toEqual(['source look 0', 'source page 100', 'target look 0', 'target page 101'])
})

test('applications have the servers between pages while they call, and nothing waits while they do not', async () => {
  let calls = 0
  const pauses = vi.mocked(sleep)
  for (const [applicationCalls, expected] of [[() => 5, 0], [() => calls++, 3]] as const) {
    pauses.mockClear()
    await compareCollection(parts({ applicationCalls }))
    expect(pauses).toHaveBeenCalledTimes(expected)
  }
})

test('an entity that changes at every look is settled while its writers are held', async () => {
  let value = 0
  let isHeld = false
  source.answer('Query', () => void (isHeld || change(source, 3, ++value)))
  const caughtUp = () => Promise.resolve(isHeld ? change(target, 3, value) : undefined)
  const holdWrites = () => Promise.resolve(((isHeld = true), () => void (isHeld = false)))
  await compareCollection(parts({ caughtUp, holdWrites }))
  expect({ found, unsettled, isHeld }).toEqual({ found: [], unsettled: 0, isHeld: false })
})

test('where writers cannot be held in time the entity counts as unsettled, and none is held on', { timeout: 30_000 }, async () => {
  change(source, 3, 1)
  const holdWrites = (signal: AbortSignal) => sleep(60_000, signal).then(() => () => undefined)
  await compareCollection(parts({ holdMs: 10, holdWrites }))
  expect({ found, unsettled }).toEqual({ found: [], unsettled: 1 })
})

test('a hold ends in time also where the target does not catch up', { timeout: 30_000 }, async () => {
  change(source, 3, 1)
  let released = 0
  const caughtUp = (signal: AbortSignal) => (holds > released ? sleep(60_000, signal) : Promise.resolve())
  await compareCollection(parts({ holdMs: 10, caughtUp, holdWrites: () => Promise.resolve((holds++, () => void released++)) }))
  expect(unsettled).toBe(1)
  expect(holds).toBeGreaterThan(1)
  expect(released).toBe(holds)
})

test('a server that is away is waited for, and the reason is told meanwhile', async () => {
  let asked = 0
  const reasons: (string | undefined)[] = []
  target.answer('Query', () => (++asked === 2 ? { grpc: 14 } : undefined))
  await compareCollection(parts({ onTrouble: (reason) => void reasons.push(reason) }))
  expect({ found, compared }).toEqual({ found: [], compared: 10 })
  expect(reasons).toEqual([expect.stringContaining('The target'), undefined])
})

test('a message that is too large is asked for in smaller pieces', async () => {
  let refused = 0
  source.answer('Query', () => (refused++ === 0 ? { grpc: 8, details: 'received message larger than max' } : undefined))
  await compareCollection(parts())
  expect({ found, compared }).toEqual({ found: [], compared: 10 })
})

test('a collection that is dropped meanwhile ends its comparison, and an unreadable one says why', { timeout: 30_000 }, async () => {
  target.answer('Query', () => void source.collections.delete('c'))
  await expect(compareCollection(parts())).rejects.toBeInstanceOf(CollectionGone)
  addCollection(source, 'c', ROWS)
  target.answer('Query', undefined)
  target.collections.delete('c')
  await expect(compareCollection(parts())).rejects.toThrow('refused')
})
