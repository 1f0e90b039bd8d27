import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Incarnations } from '../capture/incarnations.ts'
import { SourceCollections } from '../capture/source-collections.ts'
import { Journal } from '../journal/journal.ts'
import { createCollection, createIndex, findCollection, loadCollection, releaseCollection } from '../milvus/catalog.ts'
import { capabilitiesOf } from '../milvus/engines.ts'
import { insert, readByKeys } from '../milvus/entities.ts'
import { int64Column } from '../milvus/field-data.ts'
import { encode } from '../milvus/proto.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import { isRefusal, MilvusServer } from '../milvus/server.ts'
import { emptyCollection } from '../testing/empty-collection.ts'
import type { TestServer } from '../testing/lite-server.ts'
import { startMilvusServer } from '../testing/milvus-server.ts'
import { readKeys } from './read-keys.ts'

let milvus: TestServer
let server: MilvusServer
let shape: CollectionShape

beforeAll(async () => {
  milvus = await startMilvusServer()
  server = new MilvusServer({ address: () => milvus.address, token: '', tls: false, label: 'Milvus' })
  const at = { database: 'default', name: 'c' }
  await createCollection(server, emptyCollection('c'))
  await createIndex(server, at, { field: 'emb', name: '', params: { index_type: 'FLAT', metric_type: 'L2' } })
  await loadCollection(server, at)
  shape = (await findCollection(server, at))!
})
afterAll(async () => {
  server.close()
  await milvus.stop()
})

async function put(keys: bigint[]): Promise<void> {
  const vectors = { type: 101, fieldName: 'emb', vectors: { dim: 4, floatVector: { data: keys.flatMap(() => [1, 2, 3, 4]) } } }
  const columns = [int64Column('pk', keys), { name: 'emb', bytes: encode('schema.FieldData', vectors) }]
  await insert(server, { database: 'default', collection: 'c', partition: '' }, { columns, keys })
}

test('where Milvus shows fewer keys than it has, because one of them was inserted more than once, none is taken for gone', async () => {
  await put([1n, 2n, 3n])
  for (let again = 0; again < 5; again++) await put([1n])
  const keys = [1n, 2n, 3n, 4n]
  // What this test is about: without a limit the server leaves out keys that it has.
  expect((await readByKeys(server, { shape, keys })).keys.length).toBeLessThan(3)
  const parts = await readKeys(server, { ...capabilitiesOf({ kind: 'milvus', version: '2.3.5' }), keysPerRead: 4 }, { shape, keys, partitions: [] })
  expect(parts.flatMap(({ rows }) => rows.keys).sort()).toEqual([1n, 2n, 3n])
  expect(parts.at(-1)).toMatchObject({ keys: [4n], rows: { keys: [] } })
})

// Milvus answers a Strong read that meets a release with no keys. Without the holds the second of these reads is such a one.
test('no read that keeps releases away finds fewer keys than there are', async () => {
  const dir = await fs.mkdtemp(path.join(os.tmpdir(), 'releases-'))
  const journal = await Journal.open(dir)
  const collections = new SourceCollections({ source: server, journal, incarnations: new Incarnations() })
  await collections.learn([shape])
  let isOver = false
  const read = async (): Promise<number[]> => {
    const found: number[] = []
    while (!isOver) {
      const held = (await collections.holdForReading(1))!
      const rows = await readByKeys(server, { shape, keys: [2n, 3n], partitions: ['_default'] }).catch((error: unknown) => (isRefusal(error) ? undefined : Promise.reject(error)))
      held.release()
      if (rows) found.push(rows.keys.length)
      else await sleep(20)
    }
    return found
  }
  const reading = Promise.all([read(), read()])
  for (let round = 0; round < 4; round++) {
    const letGo = await collections.holdReaders({ database: 'default', collection: 'c' })
    await releaseCollection(server, shape)
    letGo()
    await loadCollection(server, shape)
    await sleep(500)
  }
  isOver = true
  const found = (await reading).flat()
  expect(found.length).toBeGreaterThan(0)
  expect(found.filter((keys) => keys !== 2)).toEqual([])
  await journal.close()
  await fs.rm(dir, { recursive: true })
})
