import { TimeText } from '@/components/ui/time-text'
import type { Migration } from '@/lib/contracts/console-api'
import { verificationSummary } from './verification-words'

/** In lists: what the last verification of a migration said, and when. */
export function VerificationLine({ migration }: { migration: Migration }) {
  const said = verificationSummary(migration)
  if (said === null) return null
  const { endedAt, verdict } = migration.verification!
  return (
    <p className={`text-xs ${verdict === 'different' ? 'text-bad' : 'text-faint'}`}>
      {said}
      {endedAt !== null && (
        <>
          , <TimeText at={endedAt} />
        </>
      )}
    </p>
  )
}
