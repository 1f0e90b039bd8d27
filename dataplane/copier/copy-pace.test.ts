// How the copy meets servers that take or give only so much at a time.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ByteBudget } from '../lifecycle/byte-budget.ts'
import { silentLogger } from '../lifecycle/logger.ts'
import { findCollection } from '../milvus/catalog.ts'
import { capabilitiesOf } from '../milvus/engines.ts'
import { STRONG } from '../milvus/entities.ts'
import { rowCountOf } from '../milvus/field-data.ts'
import { decode, encode } from '../milvus/proto.ts'
import { addCollection, refusal, startMilvusDouble, type MilvusDouble } from '../testing/milvus-double.ts'
import { CollectionEnded, copyCollection, planCopy, type CopyParts } from './copy-collection.ts'

const MILVUS = { ...capabilitiesOf({ kind: 'milvus', version: '2.3.5' }), settleMs: 10 }
const ENTITIES = 200
const ALL = Array.from({ length: ENTITIES }, (_, i) => `${i + 1}=${i}`)

let source: MilvusDouble
let target: MilvusDouble
let stop: AbortController
let troubles: (string | undefined)[]

beforeEach(async () => {
  source = await startMilvusDouble('The source')
  target = await startMilvusDouble('The target')
  addCollection(source, 'c', Array.from({ length: ENTITIES }, (_, i) => [i + 1, i]))
  addCollection(target, 'c')
  stop = new AbortController()
  troubles = []
})
afterEach(() => {
  stop.abort(new Error('the test has ended'))
  source.stop()
  target.stop()
})

function parts(): CopyParts {
  return {
    source: source.server,
    target: target.server,
    sourceCapabilities: MILVUS,
    targetCapabilities: MILVUS,
    indexes: { choice: 'auto', onRefused: () => undefined },
    freshness: STRONG,
    pages: new ByteBudget(1),
    read: async (work) => {
      const shape = await findCollection(source.server, { database: 'default', name: 'c' })
      if (!shape) throw new CollectionEnded('c')
      return work(shape)
    },
    ensureReadable: () => Promise.resolve(),
    save: () => Promise.resolve(),
    onProgress: () => undefined,
    onTrouble: (reason) => void troubles.push(reason),
    signal: stop.signal,
    log: silentLogger,
  }
}

test('a target that limits the rate gets smaller pages, and every entity arrives once', async () => {
  const refused: number[] = []
  const limit = (request: Buffer) => {
    const rows = rowCountOf(request)
    if (rows <= 60) return undefined
    refused.push(rows)
    return refusal('rate limit exceeded[rate=1]', 8)
  }
  target.answer('Insert', limit)
  target.answer('Upsert', limit)
  await copyCollection(parts(), await planCopy(parts()))
  expect(target.rows('c')).toEqual(ALL)
  expect(refused.slice(0, 2)).toEqual([200, 100])
  expect(troubles[0]).toContain('rate limit exceeded')
})

test('a source whose replies are too large is asked for less, down to one entity', async () => {
  source.answer('Query', (request) => {
    const { queryParams } = decode('QueryRequest', request) as { queryParams: { key: string; value: string }[] }
    const limit = queryParams.find(({ key }) => key === 'limit')?.value
    if (limit === undefined || Number(limit) <= 3) return undefined
    return encode('QueryResults', { status: { errorCode: 1, code: 65535, reason: 'query results exceed the maxOutputSize Limit' } })
  })
  await copyCollection(parts(), await planCopy(parts()))
  expect(target.rows('c')).toEqual(ALL)
})

test('a target whose quota of collections is used up is asked again until there is room', async () => {
  target.collections.delete('c')
  target.answer('CreateCollection', () => encode('common.Status', { errorCode: 1, code: 102, reason: 'exceeded the limit number of collections[limit=1]' }))
  const copying = copyCollection(parts(), await planCopy(parts()))
  await vi.waitFor(() => expect(troubles[0]).toContain('exceeded the limit number of collections'))
  target.answer('CreateCollection', undefined)
  await copying
  expect(target.rows('c')).toEqual(ALL)
  expect(troubles.at(-1)).toBeUndefined()
})

test.each([0, 1])('a collection of %i entities is copied and made readable', async (entities) => {
  addCollection(source, 'c', entities === 0 ? [] : [[7, 1]])
  await copyCollection(parts(), await planCopy(parts()))
  expect(target.rows('c')).toEqual(entities === 0 ? [] : ['7=1'])
})
