// The right of one worker to advance one migration for a while. The database's clock decides, so that
// several consoles agree. Whoever lost the lease finds its writes refused (see commit-step.ts).
import { randomUUID } from 'node:crypto'
import { db } from '../db/client.ts'
import { log } from '../log/console-log.ts'

const LEASE_S = 12
const RENEW_MS = 4_000
const BATCH = 20

/** A new name for one holder of leases. */
export function newLeaseOwner(): string {
  return randomUUID()
}

/** Leases the active migrations that are due and nobody else holds. */
export async function leaseDue(owner: string): Promise<string[]> {
  const rows = await db().$queryRaw<{ id: string }[]>`
    UPDATE "Migration" SET "leaseOwner" = ${owner}, "leaseUntil" = now() + make_interval(secs => ${LEASE_S})
    WHERE "id" IN (
      SELECT "id" FROM "Migration"
      WHERE "stage" NOT IN ('completed', 'failed', 'cancelled') AND "nextStepAt" <= now() AND "leaseUntil" <= now()
      ORDER BY "nextStepAt" LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
    RETURNING "id"`
  return rows.map((row) => row.id)
}

async function renew(id: string, owner: string): Promise<void> {
  await db().$executeRaw`
    UPDATE "Migration" SET "leaseUntil" = now() + make_interval(secs => ${LEASE_S})
    WHERE "id" = ${id} AND "leaseOwner" = ${owner}`
}

/** Gives the lease back and says when the next step is due. */
async function release(id: string, owner: string, nextStepInMs: number): Promise<void> {
  await db().$executeRaw`
    UPDATE "Migration" SET "leaseOwner" = NULL, "leaseUntil" = now(),
      "nextStepAt" = now() + make_interval(secs => ${nextStepInMs / 1000}::float8)
    WHERE "id" = ${id} AND "leaseOwner" = ${owner}`
}

/** Runs `work` while the lease is kept alive; `work` answers after how many milliseconds the next step is due. */
export async function holdLease(id: string, owner: string, work: () => Promise<number>): Promise<void> {
  const timer = setInterval(() => {
    renew(id, owner).catch((error: unknown) => log.warn('a lease was not renewed', { migrationId: id, error }))
  }, RENEW_MS)
  let nextStepInMs = 5_000
  try {
    nextStepInMs = await work()
  } finally {
    clearInterval(timer)
    await release(id, owner, nextStepInMs)
  }
}
