import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { NotificationList } from '../contracts/console-api.ts'
import { fetchJson } from './fetch-json.ts'
import { keys } from './keys.ts'

/** The user's own notifications, newest first, a page at a time. */
export function notificationsQuery(page = 1, show: 'all' | 'unread' = 'all') {
  return queryOptions({
    queryKey: keys.notifications.list(page, show),
    queryFn: ({ signal }) => fetchJson(`/api/notifications?page=${page}&show=${show}`, NotificationList, signal),
    refetchInterval: 10_000,
  })
}

export const useNotifications = (page?: number, show?: 'all' | 'unread') => useQuery({ ...notificationsQuery(page, show), placeholderData: keepPreviousData })
