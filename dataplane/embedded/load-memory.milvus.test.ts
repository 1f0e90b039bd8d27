import { afterEach, expect, test } from 'vitest'
import { createCollection, createIndex, isLoaded, loadCollection, releaseCollection } from '../milvus/catalog.ts'
import { MilvusServer } from '../milvus/server.ts'
import { emptyCollection } from '../testing/empty-collection.ts'
import { startLiteServer, type TestServer } from '../testing/lite-server.ts'

let lite: TestServer | undefined

afterEach(() => lite?.stop())

test('a collection that was loaded before a crash is loaded after the restart, a released one is not', async () => {
  lite = await startLiteServer()
  const { dataDir } = lite
  const server = new MilvusServer({ address: () => lite?.address, token: '', tls: false, label: 'Lite' })
  for (const name of ['stays', 'leaves']) {
    const shape = emptyCollection(name)
    await createCollection(server, shape)
    await createIndex(server, shape, { field: 'emb', name: '', params: { index_type: 'AUTOINDEX', metric_type: 'L2' } })
    await loadCollection(server, shape)
  }
  await releaseCollection(server, emptyCollection('leaves'))
  await lite.kill()
  lite = await startLiteServer({ dataDir })
  expect(await isLoaded(server, emptyCollection('stays'))).toBe(true)
  expect(await isLoaded(server, emptyCollection('leaves'))).toBe(false)
  server.close()
})
