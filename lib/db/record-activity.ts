import type { ActivityLevel } from '../contracts/organization-api.ts'
import type { Tx } from './client.ts'

export type ActivityRecord = {
  organizationId: string
  /** Left out for what belongs to the whole organization. */
  projectId?: string
  /** Null for what the console did by itself. */
  userId: string | null
  message: string
  level?: ActivityLevel
}

/** Records who did what, in the transaction that does it. */
export async function recordActivity(tx: Tx, activity: ActivityRecord): Promise<void> {
  await tx.activity.create({ data: { level: 'info', ...activity } })
}
