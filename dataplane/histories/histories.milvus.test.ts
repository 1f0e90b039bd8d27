// A few random histories, always the same ones: a change is judged by what it changed. `npm run histories` plays new ones, as many
// as there is time for, and prints the seed of one that goes wrong.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeWrong, explore } from './testing/explore.ts'
import type { Pair } from './testing/profiles.ts'
import { startServers, type Servers } from './testing/stage.ts'

/** On a slow machine fewer are played. */
const MINUTES = 2
/** Under heavy load it once found entities that passed for deleted (docs/decisions/0016-a-release-waits-for-reads.md). */
const seed = 20_783

async function expectRight(pair: Pair, runs: number, servers: Servers): Promise<void> {
  const explored = await explore({ pair, runs, seed, minutes: MINUTES, crashes: pair === 'lite', shrinkMinutes: 2 }, servers)
  expect(explored.wrong && describeWrong(explored.wrong, pair)).toBeUndefined()
  expect(explored.histories).toBeGreaterThan(0)
  expect(explored.acknowledged).toBeGreaterThan(0)
}

test('random histories of concurrent clients end with both sides the same, Lite to Lite', async () => {
  const servers = await startServers('lite')
  await expectRight('lite', 8, servers)
}, 420_000)

describe('from Milvus 2.3.5', () => {
  let servers: Servers

  beforeAll(async () => {
    servers = await startServers('milvus')
  })
  afterAll(async () => {
    await servers.stop()
  })

  test('random histories of concurrent clients end with both sides the same, Milvus to Milvus', async () => {
    await expectRight('milvus', 3, servers)
  }, 420_000)

  test('random histories of concurrent clients end with both sides the same, Milvus to Lite', async () => {
    await expectRight('across', 2, { ...servers, milvus: servers.milvus.slice(0, 1) })
  }, 420_000)
})
