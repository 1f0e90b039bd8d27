import { signedInGet } from '@/lib/http/signed-in-get.ts'
import { readNotifications } from '@/lib/read/notifications.ts'

export const GET = signedInGet(({ user }) => readNotifications(user))
