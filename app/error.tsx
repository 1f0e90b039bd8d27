'use client'
import { useEffect } from 'react'
import { ErrorState } from '@/components/ui/error-state'
import { retrySchedule } from '@/components/ui/retry-schedule'

/** Outlives this component, which each failed try mounts anew. */
const schedule = retrySchedule()

type Props = { error: Error & { digest?: string }; retry: () => void }

/** `retry` asks the server again; a mere reset would show the same failure. */
export default function PageError({ error, retry }: Props) {
  useEffect(() => {
    const waitMs = schedule.next(Date.now())
    if (waitMs === undefined) return
    const timer = setTimeout(retry, waitMs)
    return () => clearTimeout(timer)
  }, [error, retry])
  const known = { publicMessage: 'Something went wrong inside; the log has the details.', code: error.digest ?? null }
  return (
    <main>
      <ErrorState heading="h1" error={known} onRetry={retry} what="This page" />
    </main>
  )
}
