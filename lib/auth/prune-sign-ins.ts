import { db } from '../db/client.ts'

/** Forgets sessions that have run out and windows of the limit that have passed. */
export async function pruneSignIns(now = new Date()): Promise<void> {
  await db().session.deleteMany({ where: { expiresAt: { lte: now } } })
  await db().signInTries.deleteMany({ where: { endsAt: { lte: now } } })
}
