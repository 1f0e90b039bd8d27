import { execFile } from 'node:child_process'
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer } from '../../lib/db/testing/test-server.ts'
import type { ClusterFacts, ClusterSpec } from '../../lib/contracts/control-api.ts'
import { startDataPlaneProcess, type DataPlaneProcess } from '../testing/data-plane-process.ts'
import type { TestServer } from '../testing/lite-server.ts'
import { startMilvusServer } from '../testing/milvus-server.ts'
import { EMBEDDED, isCompleted, isSyncing, startMigration, TOKEN } from '../testing/moving.ts'
import { AGREES, outsideVerdict, startOutsideWriter, type OutsideWriter } from '../testing/outside-judge.ts'
import { pgPython } from '../testing/python-env.ts'

/** OUTSIDE_JUDGE_ENGINE=milvus moves between two Milvus 2.3.5 instead. */
const onMilvus = process.env.OUTSIDE_JUDGE_ENGINE === 'milvus'
const servers: TestServer[] = []

let folder: string
let pg: Awaited<ReturnType<typeof startTestServer>>
let plane: DataPlaneProcess
let writer: OutsideWriter
let [source, target]: ClusterFacts[] = []

async function specOf(): Promise<ClusterSpec> {
  if (!onMilvus) return EMBEDDED
  const server = await startMilvusServer()
  servers.push(server)
  return { driver: 'endpoint', address: server.address, token: '', tls: false }
}

const at = (cluster: ClusterFacts) => ({ endpoint: cluster.endpoint, token: TOKEN })
const shadow = () => ({ url: pg.url, folder })

beforeAll(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'zdm-outside-'))
  pg = await startTestServer()
  plane = await startDataPlaneProcess()
  source = await plane.putCluster('source', await specOf())
  target = await plane.putCluster('target', await specOf())
  writer = await startOutsideWriter(at(source), shadow())
})
afterAll(async () => {
  writer?.kill()
  await plane?.stop()
  await pg?.stop()
  for (const server of servers) await server.stop()
  await fs.rm(folder, { recursive: true, force: true })
})

const further = async (writes: number) => {
  const { acknowledged } = writer.counts()
  await writer.until((counts) => counts.acknowledged > acknowledged + writes)
}

test('pymilvus-pg, which wrote during the migration, finds on the target exactly what its PostgreSQL holds', async () => {
  await further(30)
  await startMigration(plane)
  await plane.until('move', isSyncing, 120_000)
  await further(60)
  await plane.api('POST', '/v1/migrations/move/stop', { afterLife: 'readonly', acceptLag: true, acceptUnverified: true })
  await plane.until('move', isCompleted, 120_000)
  writer.switchTo(at(target!))
  await further(20)
  const { acknowledged } = await writer.stop()
  const verdict = await outsideVerdict(at(target!), shadow())
  expect(acknowledged).toBeGreaterThan(110)
  expect(Object.keys(verdict)).toEqual(['outside_int64', 'outside_varchar'])
  for (const one of Object.values(verdict)) {
    expect(one).toMatchObject(AGREES)
    expect(one.keys).toBeGreaterThan(40)
  }
})

test('it finds an entity that is gone, one too many, and two that swapped their values', async () => {
  await promisify(execFile)(pgPython(), ['-W', 'ignore', '-c', DAMAGE, target!.endpoint, TOKEN])
  const verdict = await outsideVerdict(at(target!), shadow())
  expect(verdict.outside_int64).toMatchObject({ onlyInMilvus: 1, onlyInPg: 1, different: 2 })
  expect(verdict.outside_varchar).toMatchObject(AGREES)
})

const DAMAGE = `
import sys
from pymilvus import MilvusClient
client = MilvusClient(uri=sys.argv[1], token=sys.argv[2])
name = "outside_int64"
rows = [dict(row) for row in client.query(name, filter="pk > 0", output_fields=["*"], limit=3)]
for row in rows:
    row["emb"] = [float(x) for x in row["emb"]]
    row["tags"] = [int(x) for x in row["tags"]]
client.delete(name, ids=[rows[0]["pk"]])
client.insert(name, [{**rows[0], "pk": 5}])
client.upsert(name, [{**rows[1], "pk": rows[2]["pk"]}, {**rows[2], "pk": rows[1]["pk"]}])
`
