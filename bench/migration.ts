// A migration between the servers of a pair on a data plane of its own: a fresh process for each run, so that its CPU
// time and peak memory are those of that run.
import { setTimeout as sleep } from 'node:timers/promises'
import type { ClusterFacts, MigrationFacts } from '../lib/contracts/control-api.ts'
import { startDataPlaneProcess, type DataPlaneProcess } from '../dataplane/testing/data-plane-process.ts'
import type { Pair } from './servers.ts'

export const ID = 'move'

/** How the data plane is started, and where it finds the target if not at its own address. */
export type Around = { env?: Record<string, string>; targetAddress?: string }

export type Run = { plane: DataPlaneProcess; source: ClusterFacts; target: ClusterFacts }

/** Starts a data plane with both servers registered, lends it to `work` and ends it. */
export async function withDataPlane<Result>(pair: Pair, work: (run: Run) => Promise<Result>, around: Around = {}): Promise<Result> {
  const plane = await startDataPlaneProcess({ LOG_LEVEL: 'info', ...around.env })
  try {
    const endpoint = (address: string) => ({ driver: 'endpoint' as const, address, token: '', tls: false })
    const source = await plane.putCluster('source', endpoint(pair.source.address))
    const target = await plane.putCluster('target', endpoint(around.targetAddress ?? pair.target.address))
    return await work({ plane, source, target })
  } finally {
    await plane.stop()
  }
}

export async function startMigration(plane: DataPlaneProcess): Promise<void> {
  await plane.api('PUT', `/v1/migrations/${ID}`, { sourceId: 'source', targetId: 'target' })
}

/** Looks at the facts every `everyMs` until `done` says so. Throws where the migration failed or took too long. */
export async function watch(
  plane: DataPlaneProcess,
  done: (facts: MigrationFacts) => boolean,
  { everyMs = 20, limitMs = 300_000 }: { everyMs?: number; limitMs?: number } = {},
): Promise<MigrationFacts> {
  for (const end = Date.now() + limitMs; ; await sleep(everyMs)) {
    const facts = await plane.migration(ID)
    if (facts.failure) throw new Error(`the migration failed: ${facts.failure.message}`)
    if (done(facts)) return facts
    if (Date.now() > end) throw new Error(`the migration is not there after ${limitMs} ms: ${JSON.stringify(facts)}`)
  }
}

export const isSyncing = (facts: MigrationFacts): boolean => facts.stage === 'syncing'
export const isCaughtUp = (facts: MigrationFacts): boolean => facts.stage === 'syncing' && (facts.sync.lagMs ?? Infinity) < 1_000

/** Seconds that one verification took. */
export async function verifyNow(plane: DataPlaneProcess): Promise<number> {
  const begin = performance.now()
  await plane.api('POST', `/v1/migrations/${ID}/verification`)
  const { verification } = await watch(plane, ({ verification: one }) => one?.trigger === 'user' && one.state === 'completed', { everyMs: 5 })
  if (verification?.verdict !== 'identical') throw new Error(`the verification says ${verification?.verdict}`)
  return (performance.now() - begin) / 1000
}

/** How long a cutover took, and how long of that writes were held (ms). */
export function cutoverTimes({ cutover, endedAt, stopRequestedAt }: MigrationFacts): { heldMs: number; stopMs: number } {
  return { heldMs: cutover.heldMs ?? NaN, stopMs: (endedAt ?? NaN) - (stopRequestedAt ?? NaN) }
}

/** Stops the sync and waits for the switch; a try that gave the writes back is made again by asking again. */
export async function cutOver(plane: DataPlaneProcess): Promise<MigrationFacts> {
  for (let tries = 0; tries < 5; tries++) {
    await plane.api('POST', `/v1/migrations/${ID}/stop`, { afterLife: 'readonly', acceptLag: true, acceptUnverified: true })
    const facts = await watch(plane, ({ stage, cutover }) => stage === 'completed' || (stage === 'syncing' && cutover.lastRefusal !== null))
    if (facts.stage === 'completed') return facts
  }
  throw new Error('the cutover gave the writes back five times')
}
