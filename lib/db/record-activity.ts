import type { Tx } from './client.ts'

type Activity = {
  organizationId: string
  projectId: string
  userId: string
  message: string
  level?: 'info' | 'warning'
}

/** Records who did what, in the transaction that does it. */
export async function recordActivity(tx: Tx, activity: Activity): Promise<void> {
  await tx.activity.create({ data: { level: 'info', ...activity } })
}
