import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startDataPlaneProcess, type DataPlaneProcess } from '../testing/data-plane-process.ts'
import type { TestServer } from '../testing/lite-server.ts'
import { startMilvusServer } from '../testing/milvus-server.ts'
import { cutOver, EMBEDDED, isSyncing, loadCollections, startMigration, TOKEN, type Move } from '../testing/moving.ts'
import { litePython } from '../testing/python-env.ts'

const run = promisify(execFile)

/** Forty keys, each inserted with a = 2 and then with a = 1: a Query shows one version of each. */
const MAKE = `
import sys
from pymilvus import Collection, CollectionSchema, DataType, FieldSchema, connections
connections.connect("default", uri=sys.argv[1], token=sys.argv[2])
made = Collection("twice", CollectionSchema([FieldSchema("pk", DataType.INT64, is_primary=True), FieldSchema("a", DataType.INT64), FieldSchema("v", DataType.FLOAT_VECTOR, dim=4)]))
made.create_index("v", {"index_type": "FLAT", "metric_type": "L2"})
made.load()
for a in (2, 1):
    made.insert([list(range(40)), [a] * 40, [[1, 2, 3, 4]] * 40])
`

/** Deletes half of the keys by the version that a Query does not show; prints how many it showed and how many are left. */
const DELETE_HIDDEN = `
import json, sys
from pymilvus import Collection, connections
connections.connect("default", uri=sys.argv[1], token=sys.argv[2])
twice = Collection("twice")
read = lambda: twice.query("pk >= 0", output_fields=["pk", "a"], consistency_level="Strong", limit=1000)
shown = read()
hidden = 3 - shown[0]["a"]
hit = sum(1 for row in shown if row["pk"] < 20 and row["a"] != hidden)
twice.delete(f"a == {hidden} and pk < 20")
print(json.dumps({"hiddenKeysHit": hit, "left": len(read())}))
`

const READ = `
import json, sys
from pymilvus import Collection, connections
connections.connect("default", uri=sys.argv[1], token=sys.argv[2])
rows = Collection("twice").query("pk >= 0", output_fields=["pk", "a"], consistency_level="Strong", limit=1000)
print(json.dumps(sorted([row["pk"], row["a"]] for row in rows)))
`

let plane: DataPlaneProcess
let milvus: TestServer
beforeAll(async () => {
  milvus = await startMilvusServer()
  plane = await startDataPlaneProcess()
})
afterAll(async () => {
  await plane.stop()
  await milvus.stop()
})

const python = async (program: string, endpoint: string) => (await run(litePython(), ['-W', 'ignore', '-c', program, endpoint, TOKEN])).stdout

test('a delete by expression that hits versions which no Query shows leaves nothing of their keys on the target', async () => {
  const source = await plane.putCluster('source', { driver: 'endpoint', address: milvus.address, token: '', tls: false })
  const target = await plane.putCluster('target', EMBEDDED)
  await python(MAKE, source.endpoint)
  await startMigration(plane)
  await plane.until('move', isSyncing)
  const told = JSON.parse(await python(DELETE_HIDDEN, source.endpoint)) as { hiddenKeysHit: number; left: number }
  expect(told).toEqual({ hiddenKeysHit: 20, left: 20 })
  const move = { source, target, python: litePython(), token: TOKEN, log: '', writer: { switchTo: () => undefined } as unknown as Move['writer'] }
  await cutOver(plane, move)
  await loadCollections(move, target)
  const moved = JSON.parse(await python(READ, target.endpoint)) as [number, number][]
  expect(moved.map(([key]) => key)).toEqual(Array.from({ length: 20 }, (_, i) => 20 + i))
  expect(moved).toEqual(JSON.parse(await python(READ, source.endpoint)))
})
