// Writes what a step decided: all of it in one transaction, and only while the lease is still held.
import type { Tx } from '../db/client.ts'
import { db } from '../db/client.ts'
import { recordActivity } from '../db/record-activity.ts'
import { announce } from '../mail/announce.ts'
import { activitiesOf } from './end-activity.ts'
import type { LeasedMigration, Step } from './step.ts'

async function recordEnd(tx: Tx, row: LeasedMigration, step: Step): Promise<void> {
  const said = activitiesOf(row, step)
  if (said.length === 0) return
  const { organizationId, id: projectId } = await tx.project.findUniqueOrThrow({ where: { id: row.source.projectId } })
  for (const activity of said) await recordActivity(tx, { organizationId, projectId, userId: null, ...activity })
}

async function writeAround(tx: Tx, row: LeasedMigration, step: Step): Promise<void> {
  const migrationId = row.id
  if (step.events.length > 0)
    await tx.migrationEvent.createMany({ data: step.events.map((event) => ({ migrationId, ...event })) })
  if (step.sample !== undefined)
    await tx.lagSample.createMany({ data: [{ migrationId, ...step.sample }], skipDuplicates: true })
  await recordEnd(tx, row, step)
  for (const { kind, reason } of step.mails ?? []) await announce(tx, row, kind, reason)
  if (step.dropTarget === true)
    await tx.cluster.updateMany({
      where: { id: row.targetId, deleteRequestedAt: null },
      data: { deleteRequestedAt: new Date() },
    })
}

/**
 * Invariant: a worker whose lease has run out writes nothing. False then. `wanted` is written only where it is
 * still what the step saw, so that a press of a button in between is not overwritten.
 */
export async function commitStep(row: LeasedMigration, owner: string, step: Step): Promise<boolean> {
  return db().$transaction(async (tx) => {
    const held = await tx.$queryRaw<unknown[]>`
      SELECT 1 FROM "Migration" WHERE "id" = ${row.id} AND "leaseOwner" = ${owner} AND "leaseUntil" > now() FOR UPDATE`
    if (held.length === 0) return false
    const { wanted, ...facts } = step.data
    await tx.migration.updateMany({ where: { id: row.id }, data: facts })
    if (wanted !== undefined) await tx.migration.updateMany({ where: { id: row.id, wanted: row.wanted }, data: { wanted } })
    await writeAround(tx, row, step)
    return true
  })
}
