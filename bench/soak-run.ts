// A long migration under a client that uses every kind of write, looked at every second, judged by value at its end.
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { judge, type Judgement } from '../e2e/support/judge.ts'
import { startWriter } from '../e2e/support/writer.ts'
import { checkFill, fill } from '../dataplane/testing/moving.ts'
import { emptyServer } from './collection.ts'
import type { DataPlaneProcess } from '../dataplane/testing/data-plane-process.ts'
import { cutOver, ID, isCaughtUp, startMigration, watch, withDataPlane, type Run } from './migration.ts'
import { usageOf } from './process-usage.ts'
import type { Pair } from './servers.ts'
import type { Mark } from './soak-plot.ts'
import { sampleSoak, type Sample } from './soak-samples.ts'
import type { SoakSettings } from './soak-settings.ts'

/** Writes on the target after the switch, before the client is ended. */
const CALLS_AFTER = 50

export type Soak = {
  samples: Sample[]
  marks: Mark[]
  restarts: number
  heldMs: number
  /** CPU of the data plane since its last start. */
  cpuS: number
  /** What the product's own comparison said before the stop, if it had ended. */
  verdict: string | null
  judgement: Judgement
  /** Of the entities that nobody wrote to, on the target. */
  filled: { expected: number; found: number; wrong: number; total: number }
}

/** Runs it; leaves empty servers. Rejects where the migration fails or cannot be stopped. */
export async function soak(pair: Pair, settings: SoakSettings): Promise<Soak> {
  try {
    return await withDataPlane(pair, (run) => soakOn(pair, settings, run))
  } finally {
    await emptyServer(pair.source.server)
    await emptyServer(pair.target.server)
  }
}

async function soakOn(pair: Pair, settings: SoakSettings, { plane, source, target }: Run): Promise<Soak> {
  const client = { python: pair.python, token: '' }
  await fill(client, source, settings.entities)
  const log = path.join(plane.dir, 'book.jsonl')
  const writer = await startWriter({ python: pair.python, uri: source.endpoint, log, rate: settings.rate })
  const samples: Sample[] = []
  const marks: Mark[] = []
  const beganAt = Date.now()
  const ended = new AbortController()
  const sampling = sampleSoak({ plane, id: ID, counts: writer.counts, beganAt }, (sample) => take(sample, samples, marks), ended.signal)
  try {
    await startMigration(plane)
    const restarts = await untilStop(plane, settings, beganAt, marks)
    const { verification } = await plane.migration(ID)
    const { cutover } = await cutOver(plane)
    writer.switchTo(target.endpoint, '')
    const { acknowledged } = writer.counts()
    await writer.until((counts) => counts.acknowledged > acknowledged + CALLS_AFTER)
    await writer.stop()
    const { cpuS } = await usageOf(plane.pid)
    ended.abort()
    await sampling
    const judgement = await judge({ python: pair.python, log, clusters: { target: { uri: target.endpoint } } })
    const filled = await checkFill(client, target, settings.entities)
    return { samples, marks, restarts, heldMs: cutover.heldMs ?? NaN, cpuS, verdict: verification?.verdict ?? null, judgement, filled }
  } finally {
    ended.abort()
    writer.kill()
    await sampling
  }
}

function take(sample: Sample, samples: Sample[], marks: Mark[]): void {
  const before = samples.findLast(({ stage }) => stage)?.stage
  if (sample.stage && sample.stage !== before) marks.push({ atS: sample.atS, label: sample.stage })
  samples.push(sample)
}

/** Lets it run, with a kill now and then, and waits until it can be stopped. Returns how often the data plane was killed. */
async function untilStop(plane: DataPlaneProcess, { forMs, restartEveryMs }: SoakSettings, beganAt: number, marks: Mark[]): Promise<number> {
  let restarts = 0
  const endsAt = beganAt + forMs
  if (restartEveryMs > 0)
    for (let at = beganAt + restartEveryMs; at < endsAt; at += restartEveryMs) {
      await sleep(Math.max(0, at - Date.now()))
      marks.push({ atS: (Date.now() - beganAt) / 1000, label: `restart ${++restarts}` })
      await plane.kill()
      await plane.start()
    }
  await sleep(Math.max(0, endsAt - Date.now()))
  await watch(plane, isCaughtUp, { everyMs: 200 })
  return restarts
}

/** How many entities the target lacks, has wrongly or has besides. */
export function flawsOf({ judgement, filled }: Pick<Soak, 'judgement' | 'filled'>): number {
  const { lost, wrong, invented } = judgement.clusters.target!
  return lost + wrong + invented + filled.wrong + Math.abs(filled.expected - filled.found) + Math.abs(filled.total - filled.found)
}
