'use client'
import { ErrorState } from '@/components/ui/error-state'

export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const known = { publicMessage: 'Something went wrong inside; the log has the details.', code: error.digest ?? null }
  return <ErrorState error={known} onRetry={reset} what="This page" />
}
