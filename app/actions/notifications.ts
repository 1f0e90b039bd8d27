'use server'
import type { z } from 'zod'
import { MarkReadRequest } from '@/lib/contracts/console-requests.ts'
import { runAction } from '@/lib/http/run-action.ts'
import * as notifications from '@/lib/notifications/mark-read.ts'

export async function markNotificationsRead(input: z.input<typeof MarkReadRequest>) {
  return runAction({
    name: 'markNotificationsRead',
    schema: MarkReadRequest,
    input,
    act: (user, { ids }) => notifications.markNotificationsRead(user, ids),
  })
}
