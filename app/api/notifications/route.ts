import { signedInGet } from '@/lib/http/signed-in-get.ts'
import { askedNotifications, readNotifications } from '@/lib/read/notifications.ts'

export const GET = signedInGet(({ user, url }) => readNotifications(user, askedNotifications(url.searchParams)))
