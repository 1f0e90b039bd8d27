// One call of the worker: clusters first, then one step of every migration that is due, then what strays.
// Several consoles and overlapping calls are harmless: leases and idempotent steps see to that.
import { pruneSignIns } from '../auth/prune-sign-ins.ts'
import { dataPlane } from '../clusters/data-plane.ts'
import { reconcileClusters } from '../clusters/reconcile-clusters.ts'
import { db } from '../db/client.ts'
import { AppError, publicMessageOf } from '../errors/app-error.ts'
import { log } from '../log/console-log.ts'
import { isActive } from '../migration/stage.ts'
import { commitStep } from './commit-step.ts'
import { followStep } from './follow-step.ts'
import { holdLease, leaseDue, newLeaseOwner } from './lease.ts'
import { nameClusters } from '../clusters/name-clusters.ts'
import { prepareStep } from './prepare-step.ts'
import type { Step } from './step.ts'
import { FACTS_EVERY_MS } from './step.ts'
import { thinLagSamples } from './thin-lag-samples.ts'

const RETRY_MS = 2_000
/** The share of steps that thin the samples, and of rounds that forget old sign-ins: about one a minute. */
const THIN_SHARE = 1 / 60

async function stepOf(id: string) {
  const row = await db().migration.findUniqueOrThrow({ where: { id }, include: { source: true, target: true } })
  let step: Step
  try {
    step = row.handedOverAt === null ? await prepareStep(row) : await followStep(row)
  } catch (error) {
    const expected = error instanceof AppError
    if (!expected) log.error('a step failed', { migrationId: id, stage: row.stage, error })
    step = { data: { dataPlaneProblem: nameClusters(publicMessageOf(error), [row.source, row.target]) }, events: [], nextInMs: expected ? FACTS_EVERY_MS : RETRY_MS }
  }
  return { row, step }
}

/** Takes one step of a leased migration. */
export async function advance(id: string, owner: string): Promise<void> {
  await holdLease(id, owner, async () => {
    const { row, step } = await stepOf(id)
    const written = await commitStep(row, owner, step)
    if (!written) log.warn('a lease was lost during a step', { migrationId: id })
    else for (const event of step.events) log.info(event.message, { migrationId: id, kind: event.kind })
    if (Math.random() < THIN_SHARE) await thinLagSamples(id)
    return step.nextInMs
  })
}

/**
 * Ends what runs in the data plane although its row has ended here: a worker that lost its lease may have
 * handed a migration over that was cancelled in the meantime.
 */
async function endStrays(): Promise<void> {
  const running = (await dataPlane().migrations()).filter((facts) => isActive(facts.stage))
  if (running.length === 0) return
  const rows = await db().migration.findMany({
    where: { id: { in: running.map((facts) => facts.id) }, stage: { in: ['cancelled', 'failed'] } },
    select: { id: true },
  })
  for (const { id } of rows) {
    log.warn('a migration that has ended here still runs in the data plane; it is cancelled there', { migrationId: id })
    await dataPlane().cancelMigration(id)
  }
}

/** Does what is due now. Never throws for one migration's sake. */
export async function work(owner = newLeaseOwner()): Promise<{ advanced: number }> {
  const reachable = await reconcileClusters()
  const ids = await leaseDue(owner)
  const results = await Promise.allSettled(ids.map((id) => advance(id, owner)))
  for (const result of results)
    if (result.status === 'rejected') log.error('a migration was not advanced', { error: result.reason })
  if (Math.random() < THIN_SHARE) await pruneSignIns().catch((error: unknown) => log.warn('old sign-ins were not forgotten', { error }))
  if (reachable) await endStrays().catch((error: unknown) => log.warn('strays were not looked for', { error }))
  return { advanced: ids.length }
}
