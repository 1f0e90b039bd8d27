import type { Engine } from '../../lib/contracts/control-api.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startMilvusDouble, type MilvusDouble } from '../testing/milvus-double.ts'
import { emptyCollection } from '../testing/empty-collection.ts'
import { capabilitiesOf } from '../milvus/engines.ts'
import { encode } from '../milvus/proto.ts'
import type { Context } from './context.ts'
import { learnSource } from './prepare-stage.ts'

const MILVUS: Engine = { kind: 'milvus', version: '2.3.5' }
const LITE: Engine = { kind: 'lite', version: '3.2.2' }

let source: MilvusDouble

beforeEach(async () => {
  source = await startMilvusDouble('The source')
  source.answer('ListDatabases', () => encode('ListDatabasesResponse', { dbNames: [] }))
})
afterEach(() => source.stop())

/** A source with these collections, whose ids are their places in `names`. */
function contextOf(names: string[], parts: { engine?: Engine; isGone?: (id: number) => boolean; released?: number[]; ensureReadable: (at: { name: string }) => Promise<void> }): Context {
  const known = names.map((name, id) => ({ id, shape: emptyCollection(name) }))
  const held = (id: number) => ({ incarnation: known[id], release: () => parts.released?.push(id) })
  return {
    source: { server: source.server, capabilities: capabilitiesOf(parts.engine ?? MILVUS) },
    journal: { begin: 0 },
    incarnations: { all: () => known, known: () => [], nextId: names.length },
    capture: { unresolved: [], holdForReading: (id: number) => Promise.resolve(parts.isGone?.(id) ? undefined : held(id)) },
    store: { saveApplied: () => Promise.resolve() },
    loads: { noteUnloaded: () => Promise.resolve(), ensureReadable: parts.ensureReadable },
  } as unknown as Context
}

test('a collection that is dropped while the source is learnt does not end the migration', async () => {
  const loaded: string[] = []
  const released: number[] = []
  await learnSource(contextOf(['dropped', 'kept'], { isGone: (id) => id === 0, released, ensureReadable: ({ name }) => Promise.resolve(void loaded.push(name)) }))
  expect({ loaded, released }).toEqual({ loaded: ['kept'], released: [1] })
})

test.each([
  ['a Milvus, which waits for its own parts, side by side', MILVUS, 16],
  ['a Milvus Lite, which does one thing at a time, one by one', LITE, 1],
])('released collections are loaded: of %s', async (_, engine, atOnce) => {
  let loading = 0
  let most = 0
  const ensureReadable = async () => {
    most = Math.max(most, ++loading)
    await new Promise((resolve) => setTimeout(resolve, 5))
    loading--
  }
  const names = Array.from({ length: 20 }, (_, id) => `c${id}`)
  await learnSource(contextOf(names, { engine, ensureReadable }))
  expect(most).toBe(atOnce)
})
