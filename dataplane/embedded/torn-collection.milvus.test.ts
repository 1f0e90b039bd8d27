import fs from 'node:fs/promises'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { createCollection, findCollection } from '../milvus/catalog.ts'
import { encode } from '../milvus/proto.ts'
import { MilvusServer } from '../milvus/server.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import { startLiteServer, type TestServer } from '../testing/lite-server.ts'

let lite: TestServer | undefined
let server: MilvusServer | undefined

afterEach(async () => {
  server?.close()
  await lite?.stop()
})

const shape = {
  database: 'default',
  name: 'torn',
  schemaBytes: encode('schema.CollectionSchema', {
    name: 'torn',
    fields: [
      { name: 'pk', isPrimaryKey: true, dataType: 5 },
      { name: 'emb', dataType: 101, typeParams: [{ key: 'dim', value: '4' }] },
    ],
  }),
  shards: 1,
  consistencyLevel: 0,
  properties: {},
  hasPartitionKey: false,
  numPartitions: 0,
} as unknown as CollectionShape

test('a collection whose creation was cut off by a crash can be made after the restart', async () => {
  lite = await startLiteServer()
  const { dataDir } = lite
  await lite.kill()
  await fs.mkdir(path.join(dataDir, 'collections', 'torn'), { recursive: true })
  lite = await startLiteServer({ dataDir })
  const { address } = lite
  server = new MilvusServer({ address: () => address, token: '', tls: false, label: 'Lite' })
  await createCollection(server, shape)
  expect((await findCollection(server, shape))?.name).toBe('torn')
})
