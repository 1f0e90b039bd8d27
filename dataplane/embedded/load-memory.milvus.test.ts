import { afterEach, expect, test } from 'vitest'
import { createCollection, createIndex, isLoaded, loadCollection, releaseCollection } from '../milvus/catalog.ts'
import { encode } from '../milvus/proto.ts'
import { MilvusServer } from '../milvus/server.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import { startLiteServer, type TestServer } from '../testing/lite-server.ts'

let lite: TestServer | undefined

afterEach(() => lite?.stop())

function shapeOf(name: string): CollectionShape {
  const fields = [
    { name: 'pk', isPrimaryKey: true, dataType: 5 },
    { name: 'emb', dataType: 101, typeParams: [{ key: 'dim', value: '4' }] },
  ]
  return {
    database: 'default',
    name,
    schemaBytes: encode('schema.CollectionSchema', { name, fields }),
    shards: 1,
    consistencyLevel: 0,
    properties: {},
    hasPartitionKey: false,
    numPartitions: 0,
  } as unknown as CollectionShape
}

test('a collection that was loaded before a crash is loaded after the restart, a released one is not', async () => {
  lite = await startLiteServer()
  const { dataDir } = lite
  const server = new MilvusServer({ address: () => lite?.address, token: '', tls: false, label: 'Lite' })
  for (const name of ['stays', 'leaves']) {
    const shape = shapeOf(name)
    await createCollection(server, shape)
    await createIndex(server, shape, { field: 'emb', params: { index_type: 'AUTOINDEX', metric_type: 'L2' } })
    await loadCollection(server, shape)
  }
  await releaseCollection(server, shapeOf('leaves'))
  await lite.kill()
  lite = await startLiteServer({ dataDir })
  expect(await isLoaded(server, shapeOf('stays'))).toBe(true)
  expect(await isLoaded(server, shapeOf('leaves'))).toBe(false)
  server.close()
})
