import type { z } from 'zod'
import type { ChangeNameRequest, ChangePasswordRequest, EndSessionRequest, NotificationPreference } from '@/lib/contracts/account-requests'
import type { ActionResult } from '@/lib/contracts/console-requests'

/** The server actions of the account page, handed in by it. */
export type AccountActions = {
  changeName: (input: z.input<typeof ChangeNameRequest>) => Promise<ActionResult<unknown>>
  changePassword: (input: z.input<typeof ChangePasswordRequest>) => Promise<ActionResult<{ ended: number }>>
  endOwnSession: (input: z.input<typeof EndSessionRequest>) => Promise<ActionResult<unknown>>
  endOtherSessions: () => Promise<ActionResult<{ ended: number }>>
  setNotificationPreference: (input: z.input<typeof NotificationPreference>) => Promise<ActionResult<unknown>>
}
