import { afterAll, beforeAll, expect, test } from 'vitest'
import { startDataPlaneProcess, type DataPlaneProcess } from '../testing/data-plane-process.ts'
import { beginMove, cutOver, EMBEDDED, FLAWLESS, isSyncing, judgeMove, startMigration, type Move } from '../testing/moving.ts'

let plane: DataPlaneProcess
let move: Move

beforeAll(async () => {
  plane = await startDataPlaneProcess()
  move = await beginMove(plane, { source: EMBEDDED, target: EMBEDDED })
})
afterAll(async () => {
  move.writer.kill()
  await plane.stop()
})

test('every acknowledged write is on the target after a cutover under full load, Lite to Lite', async () => {
  await move.writer.until((counts) => counts.acknowledged > 200)
  await startMigration(plane)
  expect((await plane.cluster('source')).policy).toBe('locked')
  expect((await plane.cluster('target')).policy).toBe('syncing')
  await plane.until('move', isSyncing, 120_000)
  const before = move.writer.counts().acknowledged
  await move.writer.until((counts) => counts.acknowledged > before + 200)
  const facts = await cutOver(plane, move)
  expect(facts.servingSide).toBe('target')
  const atSwitch = move.writer.counts().acknowledged
  await move.writer.until((counts) => counts.acknowledged > atSwitch + 50)
  await move.writer.stop()
  const judgement = await judgeMove(move)
  expect(judgement.acknowledged).toBeGreaterThan(400)
  expect(judgement.clusters.target).toMatchObject(FLAWLESS)
})

test('the source is read-only after the cutover until its owner makes it writable again', async () => {
  expect((await plane.cluster('source')).policy).toBe('readonly')
  await plane.api('PUT', '/v1/clusters/source/after-life', { afterLife: 'writable' })
  expect((await plane.cluster('source')).policy).toBe('open')
  expect((await plane.cluster('target')).policy).toBe('open')
})
