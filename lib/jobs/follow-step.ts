// The steps after the hand-over: fetch the facts, pass on what people want. Each may be repeated; the
// control API takes a repeated stop or cancel as the same one.
import { dataPlane, isNotFound } from '../clusters/data-plane.ts'
import type { MigrationFacts } from '../contracts/control-api.ts'
import { AppError } from '../errors/app-error.ts'
import { canCancel, canStop } from '../migration/stage.ts'
import { factsOf } from '../read/migrations.ts'
import { factsStep } from './facts-step.ts'
import { nameClusters, withClusterNames } from '../clusters/name-clusters.ts'
import type { LeasedMigration, Step } from './step.ts'
import { endAs, waitFor } from './step.ts'

const LOST =
  'The data plane does not know this migration; its data folder may have been replaced. Cancel the migration to unlock the source, and start it again.'

async function findFacts(row: LeasedMigration): Promise<MigrationFacts | null> {
  try {
    return withClusterNames(await dataPlane().migration(row.id), [row.source, row.target])
  } catch (error) {
    if (isNotFound(error)) return null
    throw error
  }
}

/** A refusal that stays one however often it is repeated. */
function isRefusal(error: unknown): error is AppError {
  return error instanceof AppError && error.fault !== 'config' && error.code !== 'internal.unexpected'
}

type Forwarded = Pick<Step, 'data' | 'events'>
const NOTHING: Forwarded = { data: {}, events: [] }

async function forward(row: LeasedMigration, post: () => Promise<void>, taken: Forwarded): Promise<Forwarded> {
  try {
    await post()
    return taken
  } catch (error) {
    if (!isRefusal(error)) throw error
    return {
      data: { wanted: 'run', stopForwardedAt: null, acceptLag: false, acceptUnverified: false },
      events: [{ kind: 'request', message: `The request was refused: ${nameClusters(error.publicMessage, [row.source, row.target])}` }],
    }
  }
}

/** Passes on a wish that the facts do not show yet. */
async function forwardWish(row: LeasedMigration, facts: MigrationFacts): Promise<Forwarded> {
  const { id, wanted, afterLife, acceptLag, acceptUnverified } = row
  if (wanted === 'cancel' && canCancel(facts.stage)) return forward(row, () => dataPlane().cancelMigration(id), NOTHING)
  const stops = wanted === 'stop' && canStop(facts.stage) && facts.stopRequestedAt === null && row.stopForwardedAt === null
  if (!stops) return NOTHING
  return forward(row, () => dataPlane().stopMigration(id, { afterLife, acceptLag, acceptUnverified }), {
    data: { stopForwardedAt: new Date() },
    events: [],
  })
}

/** One idempotent step of a migration that the data plane has. Throws what may be tried again. */
export async function followStep(row: LeasedMigration): Promise<Step> {
  const facts = await findFacts(row)
  if (facts === null) return row.wanted === 'cancel' ? endAs({ stage: 'cancelled' }, row) : waitFor(LOST)
  const forwarded = await forwardWish(row, facts)
  const step = factsStep(row, factsOf(row), facts)
  return { ...step, data: { ...step.data, ...forwarded.data }, events: [...step.events, ...forwarded.events] }
}
