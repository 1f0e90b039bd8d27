import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startDataPlaneProcess, type DataPlaneProcess } from '../testing/data-plane-process.ts'
import { beginMove, checkFill, cutOver, EMBEDDED, fill, FLAWLESS, isSyncing, judgeMove, startMigration, type Move } from '../testing/moving.ts'

const ENTITIES = 20_000
const ROUNDS = { copying: 2, syncing: 2 }

let plane: DataPlaneProcess
let move: Move

beforeAll(async () => {
  plane = await startDataPlaneProcess()
  const source = await plane.putCluster('source', EMBEDDED)
  move = await beginMove(plane, { source: EMBEDDED, target: EMBEDDED })
  await fill(move, source, ENTITIES)
})
afterAll(async () => {
  move.writer.kill()
  await plane.stop()
})

/** Kills the data plane, which takes both engines with it, and waits until writes go through again. */
async function killAndRestart(): Promise<void> {
  await plane.kill()
  await plane.start()
  const { acknowledged } = move.writer.counts()
  await move.writer.until((counts) => counts.acknowledged > acknowledged)
}

test('four kills at random moments of copy and sync lose no acknowledged write', async () => {
  await startMigration(plane)
  let inCopy = 0
  for (let round = 0; round < ROUNDS.copying; round++) {
    await sleep(200 + Math.random() * 1_500)
    if ((await plane.migration('move')).stage !== 'syncing') inCopy++
    await killAndRestart()
  }
  await plane.until('move', isSyncing, 180_000)
  for (let round = 0; round < ROUNDS.syncing; round++) {
    await sleep(300 + Math.random() * 2_000)
    await killAndRestart()
  }
  await plane.until('move', (facts) => isSyncing(facts) && (facts.sync.lagMs ?? Infinity) < 5_000, 120_000)
  await cutOver(plane, move)
  await move.writer.stop()
  const judgement = await judgeMove(move)
  expect(inCopy).toBeGreaterThan(0)
  expect(judgement.acknowledged).toBeGreaterThan(100)
  expect(judgement.clusters.target).toMatchObject(FLAWLESS)
  expect(await checkFill(move, move.target, ENTITIES)).toEqual({ expected: ENTITIES, found: ENTITIES, wrong: 0, total: ENTITIES })
}, 600_000)
