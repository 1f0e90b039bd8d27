import { execFileSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startDataPlaneProcess, type DataPlaneProcess } from '../testing/data-plane-process.ts'
import { startFaultProxy } from '../testing/fault-proxy.ts'
import { startLiteServer } from '../testing/lite-server.ts'
import { beginMove, cutOver, EMBEDDED, FLAWLESS, isCompleted, isSyncing, judgeMove, startMigration, TOKEN, type Move } from '../testing/moving.ts'
import { QuickClient } from '../testing/quick-client.ts'

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

test('orderly stops under full load fail no migration and lose no acknowledged write', async () => {
  await startMigration(plane)
  for (let round = 0; round < 3; round++) {
    await plane.until('move', isSyncing, 120_000)
    await sleep(500)
    await plane.end()
    await plane.start()
    const { acknowledged } = move.writer.counts()
    await move.writer.until((counts) => counts.acknowledged > acknowledged + 20)
  }
  const facts = await plane.until('move', (one) => isSyncing(one) && (one.sync.lagMs ?? Infinity) < 2_000, 60_000)
  expect(facts.collections.map(({ name }) => name)).toContain('zdm_int64')
  await cutOver(plane, move)
  await move.writer.stop()
  expect((await judgeMove(move)).clusters.target).toMatchObject(FLAWLESS)
})

test('a journal that cannot be written fails the migration, clients go on, and no restart resumes it', async () => {
  const plane2 = await startDataPlaneProcess()
  const second = await beginMove(plane2, { source: EMBEDDED, target: EMBEDDED, seed: 2 })
  try {
    await startMigration(plane2, 'full')
    await plane2.until('full', isSyncing, 120_000)
    // A limit on the size of files stands for a full disk: the kernel refuses to write more of the journal.
    execFileSync('prlimit', ['--pid', String(plane2.pid), '--fsize=1:1'])
    const failed = await plane2.until('full', ({ stage }) => stage === 'failed', 30_000)
    expect(failed.failure?.code).toBe('journal.write_failed')
    const { acknowledged } = second.writer.counts()
    await second.writer.until((counts) => counts.acknowledged > acknowledged + 20)
    await plane2.kill()
    await plane2.start()
    expect(await plane2.until('full', ({ stage }) => stage === 'failed', 30_000)).toMatchObject({ servingSide: 'source' })
    expect((await plane2.cluster('source')).policy).toBe('open')
    const after = second.writer.counts().acknowledged
    await second.writer.until((counts) => counts.acknowledged > after + 20)
  } finally {
    second.writer.kill()
    await plane2.stop()
  }
})

/** Writes twenty times a second; what is refused while the data plane ends is of no interest. */
async function keepWriting(client: QuickClient, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    await client.upsert().catch(() => undefined)
    await sleep(50)
  }
}

test('an orderly stop in the middle of the cutover does not forget that the user stopped the sync', async () => {
  const server = await startLiteServer()
  const proxy = await startFaultProxy(server.address)
  const plane3 = await startDataPlaneProcess()
  let stopped = false
  try {
    const source = await plane3.putCluster('source', EMBEDDED)
    await plane3.putCluster('target', { driver: 'endpoint', address: proxy.address, token: '', tls: false })
    const client = new QuickClient(() => source.endpoint, TOKEN)
    await client.make()
    await startMigration(plane3)
    await plane3.until('move', isSyncing)
    // A slow target with writes to apply makes the cutover last long enough to be met; then it answers nothing until the
    // data plane has ended.
    await proxy.set('delay')
    const writing = keepWriting(client, () => stopped)
    await plane3.api('POST', '/v1/migrations/move/stop', { acceptLag: true, acceptUnverified: true })
    await plane3.until('move', ({ cutover }) => cutover.attempts === 1)
    await proxy.set('stall')
    expect(await plane3.migration('move')).toMatchObject({ stage: 'finalizing', cutover: { heldMs: null } })
    stopped = true
    await plane3.end()
    await writing
    await proxy.set(undefined)
    await plane3.start()
    expect(await plane3.until('move', isCompleted)).toMatchObject({ servingSide: 'target' })
  } finally {
    stopped = true
    await plane3.stop()
    await proxy.stop()
    await server.stop()
  }
})
