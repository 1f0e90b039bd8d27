import { queryOptions, useQuery } from '@tanstack/react-query'
import { NotificationList } from '../contracts/console-api.ts'
import { fetchJson } from './fetch-json.ts'
import { keys } from './keys.ts'

/** The user's own notifications, newest first. */
export function notificationsQuery() {
  return queryOptions({
    queryKey: keys.notifications.root,
    queryFn: ({ signal }) => fetchJson('/api/notifications', NotificationList, signal),
    refetchInterval: 10_000,
  })
}

export const useNotifications = () => useQuery(notificationsQuery())
