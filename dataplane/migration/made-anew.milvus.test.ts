import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startDataPlaneProcess, type DataPlaneProcess } from '../testing/data-plane-process.ts'
import { startFaultProxy, type FaultProxy } from '../testing/fault-proxy.ts'
import { startLiteServer, type TestServer } from '../testing/lite-server.ts'
import { cutOver, EMBEDDED, fill, isSyncing, loadCollections, startMigration, TOKEN, type Move } from '../testing/moving.ts'
import { litePython } from '../testing/python-env.ts'

const ENTITIES = 10_000
const run = promisify(execFile)

/** Drops the collection that is being copied and makes another one of its name, with another schema. */
const MAKE_ANEW = `
import sys
from pymilvus import Collection, CollectionSchema, DataType, FieldSchema, connections
connections.connect("default", uri=sys.argv[1], token=sys.argv[2])
Collection("filled").drop()
made = Collection("filled", CollectionSchema([FieldSchema("name", DataType.VARCHAR, max_length=20, is_primary=True), FieldSchema("v", DataType.FLOAT_VECTOR, dim=4)]))
made.create_index("v", {"index_type": "FLAT", "metric_type": "L2"})
made.load()
made.insert([["a", "b", "c"], [[1, 2, 3, 4]] * 3])
`
const READ = `
import json, sys
from pymilvus import Collection, connections
connections.connect("default", uri=sys.argv[1], token=sys.argv[2])
print(json.dumps(sorted(row["name"] for row in Collection("filled").query('name >= ""', output_fields=["name"], consistency_level="Strong"))))
`

let plane: DataPlaneProcess
let server: TestServer
/** Before the target, so that the copy lasts as long as the test wants. */
let proxy: FaultProxy
beforeAll(async () => {
  server = await startLiteServer()
  proxy = await startFaultProxy(server.address)
  plane = await startDataPlaneProcess()
})
afterAll(async () => {
  await plane.stop()
  await proxy.stop()
  await server.stop()
})

const python = (program: string, endpoint: string) => run(litePython(), ['-W', 'ignore', '-c', program, endpoint, TOKEN])

test('a collection that was made anew during its copy comes whole to the target, also over a crash', async () => {
  const source = await plane.putCluster('source', EMBEDDED)
  const target = await plane.putCluster('target', { driver: 'endpoint', address: proxy.address, token: '', tls: false })
  await fill({ python: litePython(), token: TOKEN }, source, ENTITIES)
  await proxy.set('throttle')
  await startMigration(plane)
  await plane.until('move', ({ stage, copy }) => stage === 'copying' && copy.copied > 0)
  await proxy.set('stall')
  await python(MAKE_ANEW, source.endpoint)
  expect((await plane.migration('move')).stage).toBe('copying')
  await plane.kill()
  await proxy.set(undefined)
  await plane.start()
  await plane.until('move', isSyncing)
  const move = { source, target, python: litePython(), token: TOKEN, log: '', writer: { switchTo: () => undefined } as unknown as Move['writer'] }
  await cutOver(plane, move)
  await loadCollections(move, target)
  const { stdout } = await python(READ, target.endpoint)
  expect(JSON.parse(stdout)).toEqual(['a', 'b', 'c'])
})
