import { afterAll, expect, test } from 'vitest'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { startLiteServer, type TestServer } from './lite-server.ts'
import { startMilvusServer } from './milvus-server.ts'
import { litePython, milvus23Python } from './python-env.ts'

const started: TestServer[] = []
afterAll(async () => {
  // The latest first: a folder is removed by whoever made it, once nobody serves it any more.
  for (const server of started.reverse()) await server.stop()
})

const run = promisify(execFile)
const WRITE = `
import sys
from pymilvus import Collection, CollectionSchema, DataType, FieldSchema, connections, utility
connections.connect(uri=f"http://{sys.argv[1]}")
fields = [FieldSchema("id", DataType.INT64, is_primary=True), FieldSchema("v", DataType.FLOAT_VECTOR, dim=4)]
made = Collection("c", CollectionSchema(fields), consistency_level="Strong")
made.insert([[1, 2], [[0.1] * 4, [0.2] * 4]])
made.create_index("v", {"index_type": "FLAT", "metric_type": "L2", "params": {}})
made.load()
print(len(made.query("id in [1, 2]")))
`
const COUNT = `
import sys
from pymilvus import Collection, connections
connections.connect(uri=f"http://{sys.argv[1]}")
made = Collection("c")
made.load()
print(len(made.query("id in [1, 2]", consistency_level="Strong")))
`
const python = async (program: string, code: string, address: string) =>
  (await run(program, ['-W', 'ignore', '-c', code, address])).stdout.trim()

test('two Milvus 2.3.5 serve side by side, and one that was killed has its data and address again', async () => {
  const [first, second] = await Promise.all([startMilvusServer(), startMilvusServer()])
  started.push(first, second)
  expect(first.port).not.toBe(second.port)
  expect(await python(milvus23Python(), WRITE, first.address)).toBe('2')
  expect(await python(milvus23Python(), WRITE, second.address)).toBe('2')
  await first.kill()
  const again = await startMilvusServer({ dataDir: first.dataDir })
  started.push(again)
  expect(again.address).toBe(first.address)
  expect(await python(milvus23Python(), COUNT, again.address)).toBe('2')
})

test('a Milvus Lite server that was killed has its data again', async () => {
  const first = await startLiteServer()
  started.push(first)
  expect(await python(litePython(), WRITE, first.address)).toBe('2')
  await first.kill()
  const again = await startLiteServer({ dataDir: first.dataDir, port: first.port })
  started.push(again)
  expect(again.address).toBe(first.address)
  expect(await python(litePython(), COUNT, again.address)).toBe('2')
})
