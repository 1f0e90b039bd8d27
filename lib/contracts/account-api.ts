// What the browser gets of a person's own account. Times are epoch milliseconds.
import * as z from 'zod/mini'

export const NOTIFICATION_KINDS = ['caught_up', 'ends_soon', 'differs', 'succeeded', 'failed', 'canceled'] as const
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number]

export const NOTIFICATION_CHANNELS = ['console', 'mail'] as const
export type NotificationChannel = (typeof NOTIFICATION_CHANNELS)[number]

export const AccountSession = z.object({
  id: z.string(),
  /** The one that asks. */
  current: z.boolean(),
  createdAt: z.number(),
  /** To the minute. */
  lastSeenAt: z.number(),
  address: z.nullable(z.string()),
  /** The browser's User-Agent. */
  browser: z.nullable(z.string()),
})
export type AccountSession = z.infer<typeof AccountSession>

/** GET /api/account */
export const Account = z.object({
  name: z.string(),
  email: z.string(),
  /** Without a mail server messages stay in the console. */
  mailConfigured: z.boolean(),
  /** What the person does not want; all other kinds come by every channel. */
  muted: z.array(z.object({ kind: z.enum(NOTIFICATION_KINDS), channel: z.enum(NOTIFICATION_CHANNELS) })),
  /** The current one first, then the last seen. */
  sessions: z.array(AccountSession),
})
export type Account = z.infer<typeof Account>
