// Verify now, cancel it, re-sync what differs, the report. Unlike a stop these are no lasting wishes: they go to the data
// plane at once, and whoever pressed the button is told when it does not take them.
import type { z } from 'zod'
import { dataPlane } from '../clusters/data-plane.ts'
import { nameClusters } from '../clusters/name-clusters.ts'
import type { VerificationRequest } from '../contracts/console-requests.ts'
import { db } from '../db/client.ts'
import { recordActivity } from '../db/record-activity.ts'
import { AppError } from '../errors/app-error.ts'
import type { SessionUser } from '../permissions/access.ts'
import { requireMigrationPermission } from '../permissions/access.ts'
import { factsOf } from '../read/migrations.ts'
import { migrationSaid } from './end-activity.ts'

type Request = z.infer<typeof VerificationRequest>
type Found = Awaited<ReturnType<typeof requireMigrationPermission>>

/** Asks the data plane, and says who asked for what among the migration's events. */
async function ask(user: SessionUser, { migration, access }: Found, call: () => Promise<void>, did: { said: string; activity: string }): Promise<object> {
  try {
    await call()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    throw new AppError(error.code, nameClusters(error.publicMessage, [migration.source, migration.target]), { cause: error })
  }
  const migrationId = migration.id
  const message = `${user.name} ${did.said}.`
  const { organizationId, id: projectId } = access.project
  await db().$transaction(async (tx) => {
    await tx.migrationEvent.create({ data: { migrationId, kind: 'request', message } })
    await recordActivity(tx, { organizationId, projectId, userId: user.id, message: `${migrationSaid(migration)} was asked to ${did.activity}.` })
    await tx.migration.updateMany({ where: { id: migrationId }, data: { nextStepAt: new Date() } })
  })
  return {}
}

async function allowed(user: SessionUser, { migrationId }: Request): Promise<Found> {
  const found = await requireMigrationPermission(user, 'migration.verify', migrationId)
  if (found.migration.stage !== 'syncing' || found.migration.wanted !== 'run')
    throw new AppError('migration.not_allowed', 'Both sides can be compared while incremental data is synced and nobody has stopped the sync.')
  return found
}

/** Begins a comparison of both sides; while one runs it changes nothing. Throws migration.not_allowed unless syncing. */
export async function startVerification(user: SessionUser, request: Request): Promise<object> {
  const found = await allowed(user, request)
  return ask(user, found, () => dataPlane().startVerification(request.migrationId), { said: 'asked for a verification', activity: 'verify both sides' })
}

/** Ends a running comparison; its verdict stays open. */
export async function cancelVerification(user: SessionUser, request: Request): Promise<object> {
  const found = await allowed(user, request)
  return ask(user, found, () => dataPlane().cancelVerification(request.migrationId), { said: 'canceled the verification', activity: 'cancel its verification' })
}

/** Has everything that differs written to the target again. Throws migration.not_allowed where nothing is known to differ. */
export async function resyncDifferences(user: SessionUser, request: Request): Promise<object> {
  const found = await allowed(user, request)
  if (!factsOf(found.migration)?.verification?.differing)
    throw new AppError('migration.not_allowed', 'The last verification found nothing to re-sync.')
  return ask(user, found, () => dataPlane().resyncDifferences(request.migrationId), { said: 'asked to re-sync what differs', activity: 're-sync what differs' })
}

/** The report of the last verification, as the data plane streams it; also after the migration has ended. */
export async function openVerificationReport(user: SessionUser, migrationId: string): Promise<ReadableStream<Uint8Array>> {
  await requireMigrationPermission(user, 'migration.verify', migrationId)
  return dataPlane().verificationReport(migrationId)
}
