// Checks that look at schemas and numbers only.
import { expect, test } from 'vitest'
import { checkAutoId } from './auto-id.ts'
import { checkDataTypes } from './data-types.ts'
import { checkFeatures } from './features.ts'
import { checkLimits } from './limits.ts'
import { checkRegisteredLite } from './registered-lite.ts'
import { checkSize } from './size.ts'
import { found, LITE, milvus, shapeWith, surveyed, vector } from './testing/check-input.ts'
import { checkTtl } from './ttl.ts'
import { checkUnloaded } from './unloaded.ts'
import { checkVersion } from './version.ts'

const GIB = 1024 ** 3
const blocker = (message: RegExp) => ({ severity: 'blocker', message: expect.stringMatching(message) as string })
const warning = (message: RegExp) => ({ severity: 'warning', message: expect.stringMatching(message) as string })

test('a collection whose ids would change is a blocker, one that may give its ids is none', async () => {
  const auto = surveyed(shapeWith([], { key: { autoID: true } }))
  expect(await found(checkAutoId, { collections: [auto] })).toMatchObject([blocker(/"c".*autoID.*new ones/)])
  expect(await found(checkAutoId, { collections: [auto], to: LITE })).toEqual([])
  const allowed = surveyed(shapeWith([], { key: { autoID: true }, properties: { allow_insert_auto_id: 'true' } }))
  expect(await found(checkAutoId, { collections: [allowed], to: milvus('2.6.0') })).toEqual([])
})

test('a type that the target lacks is named', async () => {
  const sparse = surveyed(shapeWith([{ name: 's', dataType: 104 }]))
  expect(await found(checkDataTypes, { collections: [sparse] })).toMatchObject([blocker(/SparseFloatVector.*Milvus 2\.3\.5/)])
  expect(await found(checkDataTypes, { collections: [sparse], to: milvus('2.4.0') })).toEqual([])
})

test.each<[string, string, object[], object[]]>([
  ['nullable', 'nullable fields', [{ name: 'n', dataType: 5, nullable: true }], []],
  ['default', 'default values', [{ name: 'n', dataType: 5, defaultValue: { longData: '7' } }], []],
  ['function', 'functions', [], [{ name: 'bm25', type: 1 }]],
])('a schema with a %s is not sent to a server that would leave it out', async (_, name, fields, functions) => {
  const collections = [surveyed(shapeWith(fields, { functions }))]
  expect(await found(checkFeatures, { collections })).toMatchObject([blocker(new RegExp(`"c".*uses ${name}.*Milvus 2\\.3\\.5`))])
  expect(await found(checkFeatures, { collections, to: milvus('2.5.4') })).toEqual([])
  expect(await found(checkFeatures, { collections, to: LITE })).toEqual([])
})

test('functions that need a service, text match and clustering keys are checked against the target', async () => {
  const embedding = [surveyed(shapeWith([], { functions: [{ name: 'embed', type: 2 }] }))]
  expect(await found(checkFeatures, { collections: embedding, to: LITE })).toMatchObject([blocker(/text embedding functions \("embed"\)/)])
  expect(await found(checkFeatures, { collections: embedding, to: milvus('2.6.1') })).toEqual([])
  const match = [surveyed(shapeWith([{ name: 't', dataType: 21, typeParams: [{ key: 'enable_match', value: 'true' }] }]))]
  expect(await found(checkFeatures, { collections: match, to: milvus('2.4.9') })).toMatchObject([blocker(/text match \("t"\)/)])
  const clustered = [surveyed(shapeWith([{ name: 'k', dataType: 5, isClusteringKey: true }]))]
  expect(await found(checkFeatures, { collections: clustered, to: LITE })).toMatchObject([warning(/a clustering key \("k"\)/)])
})

test('what exceeds a setting of the target is a warning, what no setting allows is a blocker', async () => {
  const wide = [surveyed(shapeWith([vector('a', 4), vector('b', 4)]))]
  expect(await found(checkLimits, { collections: wide })).toMatchObject([blocker(/2 vector fields/)])
  expect(await found(checkLimits, { collections: wide, to: milvus('2.4.0') })).toEqual([])
  const parted = [surveyed(shapeWith([], { numPartitions: 2_000 }))]
  expect(await found(checkLimits, { collections: parted, to: milvus('2.5.0') })).toMatchObject([warning(/2000 partitions.*1024/)])
  expect(await found(checkLimits, { databases: Array.from({ length: 65 }, String) })).toMatchObject([warning(/65 databases.*64/)])
  expect(await found(checkLimits, { collections: parted, to: LITE })).toEqual([])
})

test('a time to live begins anew on the target, and a short one shows in a verification', async () => {
  const ttl = (seconds: number) => [surveyed(shapeWith([], { properties: { 'collection.ttl.seconds': String(seconds) } }))]
  expect(await found(checkTtl, { collections: ttl(3_600 * 5) })).toMatchObject([warning(/expire after 5 hours.*begins anew.*short/)])
  const [long] = await found(checkTtl, { collections: ttl(86_400 * 90) })
  expect(long?.message).toMatch(/90 days/)
  expect(long?.message).not.toMatch(/short/)
  expect(await found(checkTtl, { collections: ttl(0) })).toEqual([])
})

test('a target older than the source is a warning, one of another kind cannot be compared', async () => {
  expect(await found(checkVersion, { from: milvus('2.6.0'), to: milvus('2.3.5') })).toMatchObject([warning(/older than the source \(Milvus 2\.6\.0\)/)])
  expect(await found(checkVersion, { from: milvus('2.3.5'), to: milvus('2.6.0') })).toEqual([])
  expect(await found(checkVersion, { from: milvus('2.6.0'), to: LITE })).toEqual([])
})

test('data that cannot fit on the disk of an embedded target is a blocker, memory that is short a warning', async () => {
  const collections = [surveyed(shapeWith([vector('v', 1_024)]), { entities: 10_000_000 })]
  const room = (memory: number, disk: number) => () => Promise.resolve({ memory, disk })
  const there = { collections, to: LITE, targetIsEmbedded: true }
  expect(await found(checkSize, { ...there, room: room(100 * GIB, 20 * GIB) })).toMatchObject([blocker(/at least 38\.\d GiB.*20\.0 GiB left/)])
  expect(await found(checkSize, { ...there, room: room(100 * GIB, 60 * GIB) })).toMatchObject([warning(/may not fit/)])
  expect(await found(checkSize, { ...there, room: room(4 * GIB, 500 * GIB) })).toMatchObject([warning(/4\.0 GiB of memory/)])
  expect(await found(checkSize, { ...there, room: room(100 * GIB, 500 * GIB) })).toEqual([])
})

test('of a registered target only large data is worth a word, and of the journal only a disk that is nearly full', async () => {
  const large = [surveyed(shapeWith([vector('v', 1_024)]), { entities: 10_000_000 })]
  expect(await found(checkSize, { collections: large })).toMatchObject([warning(/about 38\.\d GiB.*cannot be asked/)])
  expect(await found(checkSize, { collections: [surveyed(shapeWith([vector('v', 4)]))] })).toEqual([])
  const full = () => Promise.resolve({ memory: GIB, disk: 100 * 1024 ** 2 })
  expect(await found(checkSize, { room: full })).toMatchObject([{ check: 'journal-room', ...warning(/100 MiB left/) }])
})

test('an unloaded collection and an unguarded server are told', async () => {
  expect(await found(checkUnloaded, { collections: [surveyed(shapeWith([]), { loaded: false })] })).toMatchObject([warning(/"c".*not loaded/)])
  expect(await found(checkRegisteredLite, { unguarded: ['source'] })).toMatchObject([warning(/source cluster is a Milvus Lite/)])
})
