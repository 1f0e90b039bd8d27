import { execFile } from 'node:child_process'
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { judge } from '../../e2e/support/judge.ts'
import { startWriter } from '../../e2e/support/writer.ts'
import { startLiteServer, type TestServer } from './lite-server.ts'
import { startMilvusServer } from './milvus-server.ts'
import { litePython, milvus23Python } from './python-env.ts'

let folder: string
const started: TestServer[] = []
beforeAll(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'zdm-judge-'))
})
afterAll(async () => {
  for (const server of started) await server.stop()
  await fs.rm(folder, { recursive: true, force: true })
})

async function writeTo(server: TestServer, python: string, writes: number): Promise<string> {
  started.push(server)
  const log = path.join(folder, `${server.port}.jsonl`)
  const writer = await startWriter({ python, uri: `http://${server.address}`, log })
  await writer.until(({ acknowledged }) => acknowledged > writes)
  expect((await writer.stop()).unknown).toBe(0)
  return log
}
const judged = async (server: TestServer, python: string, log: string) =>
  (await judge({ python, log, clusters: { one: { uri: `http://${server.address}` } } })).clusters.one!

test('the judge finds nothing on an untouched Lite, and each kind of fault once it is there', async () => {
  const server = await startLiteServer()
  const log = await writeTo(server, litePython(), 400)
  expect(await judged(server, litePython(), log)).toMatchObject({ lost: 0, wrong: 0, invented: 0, repeated: 0, sample: [] })
  await promisify(execFile)(litePython(), ['-W', 'ignore', '-c', DAMAGE, `http://${server.address}`])
  expect(await judged(server, litePython(), log)).toMatchObject({ lost: 1, wrong: 1, invented: 1 })
})

const DAMAGE = `
import sys
from pymilvus import Collection, connections
connections.connect(uri=sys.argv[1])
made = Collection("zdm_int64")
rows = made.query("pk > 0", output_fields=["*"], limit=3, consistency_level="Strong")
made.delete(f"pk in [{rows[0]['pk']}]")
changed = dict(rows[1])
changed["emb"] = [float(x) for x in changed["emb"]]
changed["emb"][3] += 1 / 64
made.upsert([changed])
made.insert([{**changed, "pk": 5}])
`

test('the writer and the judge speak with Milvus 2.3.5 too', async () => {
  const server = await startMilvusServer()
  const log = await writeTo(server, milvus23Python(), 200)
  expect(await judged(server, milvus23Python(), log)).toMatchObject({ lost: 0, wrong: 0, invented: 0, repeated: 0 })
})
