import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { NotificationList } from '../contracts/console-api.ts'
import { fetchJson } from './fetch-json.ts'
import { keys } from './keys.ts'

const EVERY_MS = 10_000

/** The user's own notifications, newest first, a page at a time. */
export function notificationsQuery(page: number, show: 'all' | 'unread') {
  return queryOptions({
    queryKey: keys.notifications.list(page, show),
    queryFn: ({ signal }) => fetchJson(`/api/notifications?page=${page}&show=${show}`, NotificationList, signal),
    refetchInterval: EVERY_MS,
  })
}

export const useNotifications = (page: number, show: 'all' | 'unread') => useQuery({ ...notificationsQuery(page, show), placeholderData: keepPreviousData })

/** For the bell. Apart from the page's: what the server has read for a page must not wait for a query that is there already. */
export const useNewestNotifications = () =>
  useQuery({
    queryKey: keys.notifications.newest,
    queryFn: ({ signal }) => fetchJson('/api/notifications', NotificationList, signal),
    refetchInterval: EVERY_MS,
  })
