import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startWriter, type Writer } from '../../e2e/support/writer.ts'
import type { ClusterFacts } from '../../lib/contracts/control-api.ts'
import { startDataPlaneProcess, type DataPlaneProcess } from '../testing/data-plane-process.ts'
import { EMBEDDED, FLAWLESS, isSyncing, judgeMove, loadCollections, TOKEN } from '../testing/moving.ts'
import { litePython } from '../testing/python-env.ts'

/** How long after the stop the data plane is killed, in each hop; its named steps are walked in crash-points.milvus.test.ts. */
const KILL_AFTER_STOP_MS = [40, 400]

let plane: DataPlaneProcess
let writer: Writer
let log: string
const clusters: ClusterFacts[] = []

beforeAll(async () => {
  plane = await startDataPlaneProcess()
  for (let i = 0; i <= KILL_AFTER_STOP_MS.length; i++) clusters.push(await plane.putCluster(`cluster-${i}`, EMBEDDED))
  log = path.join(plane.dir, 'book.jsonl')
  writer = await startWriter({ python: litePython(), uri: clusters[0]!.endpoint, token: TOKEN, log })
})
afterAll(async () => {
  writer.kill()
  await plane.stop()
})

async function writesGoOn(): Promise<void> {
  const { acknowledged } = writer.counts()
  await writer.until((counts) => counts.acknowledged > acknowledged + 20)
}

async function restart(): Promise<void> {
  await plane.kill()
  await plane.start()
}

test('a kill while preparing and around the cutover loses no acknowledged write, over two hops', async () => {
  for (const [hop, delayMs] of KILL_AFTER_STOP_MS.entries()) {
    const [source, target] = [clusters[hop]!, clusters[hop + 1]!]
    const id = `hop-${hop}`
    await writesGoOn()
    await plane.api('PUT', `/v1/migrations/${id}`, { sourceId: source.id, targetId: target.id })
    await restart()
    await plane.until(id, isSyncing, 120_000)
    await writesGoOn()
    await plane.api('POST', `/v1/migrations/${id}/stop`, { acceptUnverified: true })
    await sleep(delayMs)
    await restart()
    const facts = await plane.until(id, ({ stage }) => stage === 'completed', 120_000)
    expect(facts.servingSide).toBe('target')
    expect((await plane.cluster(source.id)).policy).toBe('readonly')
    await plane.putCluster(target.id, EMBEDDED) // its server is starting again
    const move = { source, target, writer, log, python: litePython(), token: TOKEN }
    await loadCollections(move, target)
    writer.switchTo(target.endpoint, TOKEN)
  }
  await writesGoOn()
  await writer.stop()
  const last = clusters[clusters.length - 1]!
  const judgement = await judgeMove({ source: last, target: last, writer, log, python: litePython(), token: TOKEN })
  expect(judgement.acknowledged).toBeGreaterThan(100)
  expect(judgement.clusters.target).toMatchObject(FLAWLESS)
}, 600_000)
