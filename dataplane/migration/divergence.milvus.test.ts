import { afterAll, beforeAll, expect, test } from 'vitest'
import { deleteKeys } from '../milvus/entities.ts'
import { findCollection } from '../milvus/catalog.ts'
import { MilvusServer } from '../milvus/server.ts'
import { startDataPlaneProcess, type DataPlaneProcess } from '../testing/data-plane-process.ts'
import { startLiteServer, type TestServer } from '../testing/lite-server.ts'
import { checkFill, EMBEDDED, fill, isCompleted, isSyncing, loadCollections, startMigration, TOKEN } from '../testing/moving.ts'
import { litePython } from '../testing/python-env.ts'

const ENTITIES = 500

let plane: DataPlaneProcess
let target: TestServer

beforeAll(async () => {
  plane = await startDataPlaneProcess()
  target = await startLiteServer()
})
afterAll(async () => {
  await plane.stop()
  await target.stop()
})

test('entities that went missing on the target behind its back are found before the switch and brought again', async () => {
  const writer = { python: litePython(), token: TOKEN }
  const source = await plane.putCluster('source', EMBEDDED)
  const targetFacts = await plane.putCluster('target', { driver: 'endpoint', address: target.address, token: '', tls: false })
  await fill(writer, source, ENTITIES)
  await startMigration(plane)
  await plane.until('move', isSyncing)
  const server = new MilvusServer({ address: () => target.address, token: '', tls: false, label: 'target' })
  const shape = await findCollection(server, { database: 'default', name: 'filled' })
  await deleteKeys(server, { shape: shape!, partition: '', keys: [0n, 7n, 14n] })
  server.close()
  await plane.api('POST', '/v1/migrations/move/stop', { acceptUnverified: true })
  const facts = await plane.until('move', isCompleted)
  expect(facts.cutover.attempts).toBeGreaterThan(1)
  const move = { ...writer, source, target: targetFacts, writer: undefined as never, log: '' }
  await loadCollections(move, targetFacts)
  expect(await checkFill(writer, targetFacts, ENTITIES)).toEqual({ expected: ENTITIES, found: ENTITIES, wrong: 0, total: ENTITIES })
})
