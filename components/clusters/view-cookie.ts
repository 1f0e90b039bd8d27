import { VIEWS, type View } from '@/components/ui/views'

const YEAR_S = 365 * 24 * 3600

/** One per person, so that two who share a browser keep their own. The server reads it, so that nothing jumps. */
export function viewCookie(userId: string): string {
  return `clusters-view-${userId}`
}

export function viewOf(cookie: string | undefined): View {
  return VIEWS.find((view) => view === cookie) ?? 'table'
}

export function keepView(userId: string, view: View): void {
  document.cookie = `${viewCookie(userId)}=${view}; path=/; max-age=${YEAR_S}; samesite=lax`
}
