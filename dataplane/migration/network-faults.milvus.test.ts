// Every fault of the network between the data plane and its clusters, on either side, during the copy, during the sync
// and around the cutover, under a client that writes. The data moves on from server to server, two faults at a time in
// each part of a move, so that all combinations come up; then both sides are compared by value.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startWriter, type Writer } from '../../e2e/support/writer.ts'
import type { ClusterFacts } from '../../lib/contracts/control-api.ts'
import { compareBothSides, SAME } from '../testing/both-sides.ts'
import { startDataPlaneProcess, type DataPlaneProcess } from '../testing/data-plane-process.ts'
import { FAULTS, startFaultProxy, type Fault, type FaultProxy } from '../testing/fault-proxy.ts'
import { startLiteServer, type TestServer } from '../testing/lite-server.ts'
import { startMilvusServer } from '../testing/milvus-server.ts'
import { fill, FLAWLESS, judgeMove, loadCollections, TOKEN } from '../testing/moving.ts'
import { litePython, milvus23Python } from '../testing/python-env.ts'
import { QuickClient } from '../testing/quick-client.ts'

const FAULT_MS = 1_500
const DONE_WITHIN_MS = 120_000

type Place = { facts: ClusterFacts; proxy: FaultProxy; server: TestServer }

let plane: DataPlaneProcess
let writer: Writer | undefined
let log: string
const places: Place[] = []

beforeEach(async () => {
  plane = await startDataPlaneProcess()
  log = path.join(plane.dir, 'book.jsonl')
})
afterEach(async () => {
  writer?.kill()
  await plane.stop()
  for (const { proxy, server } of places.splice(0)) {
    await proxy.stop()
    await server.stop()
  }
})

async function makePlace(server: TestServer): Promise<Place> {
  const proxy = await startFaultProxy(server.address)
  const facts = await plane.putCluster(`place-${places.length}`, { driver: 'endpoint', address: proxy.address, token: '', tls: false })
  const place = { facts, proxy, server }
  places.push(place)
  return place
}

/** Faults of both sides for a while, then none. */
async function suffer(source: Place, target: Place, faults: { source: Fault; target: Fault }): Promise<void> {
  await Promise.all([source.proxy.set(faults.source), target.proxy.set(faults.target)])
  await sleep(FAULT_MS)
  await Promise.all([source.proxy.set(undefined), target.proxy.set(undefined)])
}

/** The fault that stands `steps` behind another one in the list. */
const after = (fault: Fault, steps: number): Fault => FAULTS[(FAULTS.indexOf(fault) + steps) % FAULTS.length] as Fault

/** Faults during the copy, the sync and the cutover of one move; ends when the target serves. */
async function move(id: string, source: Place, target: Place, fault: Fault, client: QuickClient): Promise<void> {
  await plane.api('PUT', `/v1/migrations/${id}`, { sourceId: source.facts.id, targetId: target.facts.id })
  await plane.until(id, ({ stage }) => stage !== 'preparing', DONE_WITHIN_MS)
  await suffer(source, target, { source: fault, target: after(fault, 1) })
  await plane.until(id, ({ stage, failure }) => stage === 'syncing' || failure !== null, DONE_WITHIN_MS)
  const writing = writeThrough(client)
  await suffer(source, target, { source: after(fault, 2), target: after(fault, 3) })
  await writing.stop()
  for (let faulty = true; ; faulty = false) {
    const facts = await plane.until(id, ({ stage, failure }) => stage === 'syncing' || stage === 'completed' || failure !== null, DONE_WITHIN_MS)
    if (facts.stage !== 'syncing') break
    await plane.api('POST', `/v1/migrations/${id}/stop`, { afterLife: 'readonly', acceptLag: true, acceptUnverified: true })
    if (faulty) await suffer(source, target, { source: after(fault, 4), target: after(fault, 5) })
  }
  expect(await plane.migration(id)).toMatchObject({ stage: 'completed', servingSide: 'target', failure: null })
}

/** A second client with errors of its own: deletes by expression and writes whose replies are lost. */
function writeThrough(client: QuickClient): { stop: () => Promise<void> } {
  let stopped = false
  const done = (async () => {
    while (!stopped) await client.write().catch(() => sleep(50))
  })()
  return {
    stop: async () => {
      stopped = true
      await done
    },
  }
}

async function writesGoOn(): Promise<void> {
  const { acknowledged } = writer!.counts()
  await writer!.until((counts) => counts.acknowledged > acknowledged + 10)
}

const failed = () => readFileSync(log, 'utf8').split('\n').filter((line) => line.includes('"unknown"')).length

/** Moves from place to place, beginning with another fault each time, and compares both sides after each move. */
async function journey(python: string, start: () => Promise<TestServer>, faults: readonly Fault[], entities: number, collections?: string[]) {
  let source = await makePlace(await start())
  let serving = source.facts.endpoint
  const client = new QuickClient(() => serving, TOKEN)
  await client.make()
  writer = await startWriter({ python, uri: serving, token: TOKEN, log, threads: 3, ...(collections && { collections }) })
  await fill({ python, token: TOKEN }, source.facts, entities)
  for (const [hop, fault] of faults.entries()) {
    const target = await makePlace(await start())
    await move(`hop-${hop}`, source, target, fault, client)
    await loadCollections({ source: source.facts, target: target.facts, writer, log, python, token: TOKEN }, target.facts)
    expect(await compareBothSides(python, source.facts.endpoint, target.facts.endpoint, TOKEN)).toMatchObject(SAME)
    expect(source.proxy.cuts + target.proxy.cuts).toBeGreaterThan(0)
    source = target
    serving = target.facts.endpoint
    writer.switchTo(serving, TOKEN)
    await writesGoOn()
  }
  await writer.stop()
  const judgement = await judgeMove({ source: source.facts, target: source.facts, writer, log, python, token: TOKEN })
  expect(judgement.acknowledged).toBeGreaterThan(50)
  expect(failed()).toBeGreaterThan(0)
  expect(judgement.clusters.target).toMatchObject(FLAWLESS)
}

test('faults on both sides of Milvus Lite lose no acknowledged write, leave no write on one side only and stop no stage for good', async () => {
  await journey(litePython(), startLiteServer, FAULTS, 2_000)
}, 900_000)

test('each fault once, on one side or the other of Milvus 2.3.5, does no more harm', async () => {
  await journey(milvus23Python(), startMilvusServer, ['lose-replies'], 2_000, ['zdm_int64', 'zdm_varchar'])
}, 900_000)
