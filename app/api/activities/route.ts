import { signedInGet } from '@/lib/http/signed-in-get.ts'
import { activityQueryOf, readActivities } from '@/lib/read/activities.ts'

export const GET = signedInGet(({ user, url }) => readActivities(user, activityQueryOf(url.searchParams)))
