import { useQueryClient } from '@tanstack/react-query'
import { toast } from '@/components/ui/toast'
import type { ActionResult } from '@/lib/contracts/console-requests'
import { keys } from '@/lib/queries/keys'

export type MarkRead = (input: { ids: string[] }) => Promise<ActionResult<unknown>>

/** Marks notifications as read, all of them where none is named, and looks anew. */
export function useMarkRead(markRead: MarkRead): (ids: string[]) => Promise<void> {
  const queries = useQueryClient()
  return async (ids) => {
    const result = await markRead({ ids })
    if (!result.ok) toast.error(result.error.message)
    await queries.invalidateQueries({ queryKey: keys.notifications.root })
  }
}
