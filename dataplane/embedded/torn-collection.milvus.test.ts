import fs from 'node:fs/promises'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { createCollection, findCollection } from '../milvus/catalog.ts'
import { MilvusServer } from '../milvus/server.ts'
import { emptyCollection } from '../testing/empty-collection.ts'
import { startLiteServer, type TestServer } from '../testing/lite-server.ts'

let lite: TestServer | undefined
let server: MilvusServer | undefined

afterEach(async () => {
  server?.close()
  await lite?.stop()
})

const shape = emptyCollection('torn')

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
