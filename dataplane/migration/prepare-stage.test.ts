import { expect, test } from 'vitest'
import { startMilvusDouble } from '../testing/milvus-double.ts'
import { emptyCollection } from '../testing/empty-collection.ts'
import { capabilitiesOf } from '../milvus/engines.ts'
import { encode } from '../milvus/proto.ts'
import type { Context } from './context.ts'
import { learnSource } from './prepare-stage.ts'

test('a collection that is dropped while the source is learnt does not end the migration', async () => {
  const source = await startMilvusDouble('The source')
  source.answer('ListDatabases', () => encode('ListDatabasesResponse', { dbNames: [] }))
  const shapes = new Map([[1, emptyCollection('dropped')], [2, emptyCollection('kept')]])
  const loaded: string[] = []
  const released: number[] = []
  const context = {
    source: { server: source.server, capabilities: capabilitiesOf({ kind: 'milvus', version: '2.3.5' }) },
    journal: { begin: 0 },
    incarnations: { all: () => [...shapes].map(([id, shape]) => ({ id, shape })), known: () => [], nextId: 3 },
    capture: {
      unresolved: [],
      holdForReading: (id: number) => Promise.resolve(id === 1 ? undefined : { incarnation: { id, shape: shapes.get(id) }, release: () => released.push(id) }),
    },
    store: { saveApplied: () => Promise.resolve() },
    loads: { noteUnloaded: () => Promise.resolve(), ensureReadable: ({ name }: { name: string }) => Promise.resolve(void loaded.push(name)) },
  } as unknown as Context
  try {
    await learnSource(context)
  } finally {
    await source.stop()
  }
  expect({ loaded, released }).toEqual({ loaded: ['kept'], released: [2] })
})

test.each([
  ['a Milvus, which waits for its own parts, side by side', capabilitiesOf({ kind: 'milvus', version: '2.3.5' }), 16],
  ['a Milvus Lite, which does one thing at a time, one by one', capabilitiesOf({ kind: 'lite', version: '3.2.2' }), 1],
])('released collections are loaded: of %s', async (_, capabilities, atOnce) => {
  const source = await startMilvusDouble('The source')
  source.answer('ListDatabases', () => encode('ListDatabasesResponse', { dbNames: [] }))
  const known = Array.from({ length: 20 }, (_, id) => ({ id, shape: emptyCollection(`c${id}`) }))
  let loading = 0
  let most = 0
  const context = {
    source: { server: source.server, capabilities },
    journal: { begin: 0 },
    incarnations: { all: () => known, known: () => [], nextId: 21 },
    capture: { unresolved: [], holdForReading: (id: number) => Promise.resolve({ incarnation: known[id], release: () => undefined }) },
    store: { saveApplied: () => Promise.resolve() },
    loads: {
      noteUnloaded: () => Promise.resolve(),
      ensureReadable: async () => {
        most = Math.max(most, ++loading)
        await new Promise((resolve) => setTimeout(resolve, 5))
        loading--
      },
    },
  } as unknown as Context
  try {
    await learnSource(context)
  } finally {
    await source.stop()
  }
  expect(most).toBe(atOnce)
})
