// The steps before the data plane has the migration: target up, precheck, hand-over. Each may be repeated:
// a crash between any two leaves a state from which the next worker goes on.
import { dataPlane, isNotFound } from '../clusters/data-plane.ts'
import type { Finding } from '../contracts/control-api.ts'
import { AppError } from '../errors/app-error.ts'
import { nameClusters } from '../clusters/name-clusters.ts'
import type { LeasedMigration, Step } from './step.ts'
import { endAs, waitFor } from './step.ts'

const isBlocker = (finding: Finding): boolean => finding.severity === 'blocker'

/** Whether the data plane has it: the console may have crashed right after handing it over. */
async function isHandedOver(row: LeasedMigration): Promise<boolean> {
  try {
    await dataPlane().migration(row.id)
    return true
  } catch (error) {
    if (isNotFound(error)) return false
    throw error
  }
}

const handedOver = (): Step => ({
  data: { handedOverAt: new Date(), dataPlaneProblem: null },
  events: [],
  nextInMs: 0,
})

function waitsForClusters(row: LeasedMigration): Step | null {
  if (row.target.deleteRequestedAt !== null)
    return endAs({ stage: 'failed', code: 'cluster.not_found', message: `The target cluster "${row.target.name}" was deleted.` }, row)
  if (row.target.state === 'failed')
    return endAs({ stage: 'failed', code: 'embedded.crashed', message: `The target cluster "${row.target.name}" could not be created. ${row.target.stateReason ?? ''}`.trim() }, row)
  if (row.target.state !== 'running') return waitFor(row.target.stateReason)
  if (row.source.state !== 'running')
    return waitFor(`The source cluster "${row.source.name}" is not running. ${row.source.stateReason ?? ''}`.trim())
  return null
}

async function precheck(row: LeasedMigration): Promise<Step> {
  const { findings } = await dataPlane().precheck({ sourceId: row.sourceId, targetId: row.targetId })
  const blockers = findings.filter(isBlocker)
  // A side that is away may come back; nothing else was looked at.
  if (blockers.length > 0 && blockers.every(({ check }) => check === 'reachability')) return waitFor(blockers[0]?.message ?? null)
  const sorted = [...blockers, ...findings.filter((finding) => !isBlocker(finding))]
  const first = blockers[0]
  if (first === undefined)
    return { data: { findings: sorted, precheckedAt: new Date(), dataPlaneProblem: null }, events: [], nextInMs: 0 }
  const more = blockers.length === 1 ? '' : ` ${blockers.length - 1} more found; see the list.`
  const step = endAs({ stage: 'failed', code: 'migration.blocked', message: `${first.message} ${first.remedy}${more}` }, row)
  return { ...step, data: { ...step.data, findings: sorted, precheckedAt: new Date() } }
}

async function handOver(row: LeasedMigration): Promise<Step> {
  await dataPlane().putMigration(row.id, { sourceId: row.sourceId, targetId: row.targetId, indexes: row.indexes })
  return { ...handedOver(), events: [{ kind: 'stage', message: 'The target cluster is running and nothing stands in the way of the migration.' }] }
}

/** A refusal that waiting does not cure. */
function isFinal(error: unknown): error is AppError {
  return error instanceof AppError && (error.next === 'abort' || error.next === 'ask') && error.code !== 'internal.unexpected'
}

/** One idempotent step towards the hand-over. Throws what may be tried again. */
export async function prepareStep(row: LeasedMigration): Promise<Step> {
  if (row.wanted === 'cancel')
    return (await isHandedOver(row)) ? handedOver() : endAs({ stage: 'cancelled' }, row)
  const waiting = waitsForClusters(row)
  if (waiting !== null) return waiting
  try {
    return row.precheckedAt === null ? await precheck(row) : await handOver(row)
  } catch (error) {
    if (!isFinal(error)) throw error
    // The refusal may be of a second attempt: the first one's answer was lost.
    if (await isHandedOver(row)) return handedOver()
    return endAs({ stage: 'failed', code: error.code, message: nameClusters(error.publicMessage, [row.source, row.target]) }, row)
  }
}
