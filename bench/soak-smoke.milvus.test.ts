import { afterAll, beforeAll, expect, test } from 'vitest'
import { startPair, type Pair } from './servers.ts'
import { plotSoak } from './soak-plot.ts'
import { flawsOf, soak } from './soak-run.ts'
import { summaryOf, valuesOf } from './soak-samples.ts'
import { printTable } from './table.ts'

let pair: Pair

beforeAll(async () => {
  pair = await startPair('lite')
})
afterAll(() => pair.stop())

test('a short soak with a kill of the data plane samples the sync, cuts over and loses nothing', async () => {
  const result = await soak(pair, { engine: 'lite', forMs: 9_000, rate: 60, entities: 500, restartEveryMs: 5_000 })
  expect(result.restarts).toBe(1)
  expect(result.judgement.clusters.target!.keys).toBeGreaterThan(50)
  expect(flawsOf(result), JSON.stringify(result.judgement)).toBe(0)
  const syncing = result.samples.filter(({ stage }) => stage === 'syncing')
  expect(syncing.length).toBeGreaterThan(1)
  expect(Math.max(...valuesOf(syncing, 'memoryMiB'))).toBeGreaterThan(20)
  expect(Math.max(...valuesOf(syncing, 'journalMiB'))).toBeGreaterThan(0)
  expect(result.marks.map(({ label }) => label)).toEqual(expect.arrayContaining(['syncing', 'restart 1', 'completed']))
  expect(printTable(summaryOf(result.samples))).toContain('journal on disk MiB')
  expect(plotSoak('smoke', result.samples, result.marks)).toContain('resident memory')
})
