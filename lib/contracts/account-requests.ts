// What the browser sends of a person's own account: the inputs of app/actions/account.ts.
import { z } from 'zod'
import { NOTIFICATION_CHANNELS, NOTIFICATION_KINDS } from './account-api.ts'
import { Password } from './console-requests.ts'

/** changeName */
export const ChangeNameRequest = z.object({ name: z.string().trim().min(1, 'Enter your name.').max(80, 'Use at most 80 characters.') })

/** changePassword */
export const ChangePasswordRequest = z
  .object({ current: z.string().min(1, 'Enter your current password.'), password: Password, again: z.string() })
  .refine(({ password, again }) => password === again, { path: ['again'], message: 'The two passwords differ.' })
  .refine(({ current, password }) => current !== password, { path: ['password'], message: 'This is your current password.' })

/** endOwnSession */
export const EndSessionRequest = z.object({ sessionId: z.string().min(1).max(64) })

/** endOtherSessions */
export const NothingRequest = z.object({})

/** setNotificationPreference */
export const NotificationPreference = z.object({ kind: z.enum(NOTIFICATION_KINDS), channel: z.enum(NOTIFICATION_CHANNELS), wanted: z.boolean() })
