import { Banner } from '@/components/ui/banner'
import type { MigrationDetail } from '@/lib/contracts/console-api'
import { endedWords } from './ended-words'

/** Why a migration ended without a switch, what became of both clusters, and what to do now. */
export function EndedBanner({ detail }: { detail: MigrationDetail }) {
  const words = endedWords(detail)
  if (words === null) return null
  const failed = detail.migration.stage === 'failed'
  return (
    <Banner tone={failed ? 'bad' : 'info'} live={failed} title={words.title}>
      {words.reason && <p className="break-words">{words.reason}</p>}
      {detail.migration.failure && <p className="font-mono text-xs text-soft">{detail.migration.failure.code}</p>}
      <dl className="mt-2 grid grid-cols-[4rem_minmax(0,1fr)] gap-x-3 gap-y-1">
        <dt className="text-soft">Source</dt>
        <dd>{words.source}</dd>
        <dt className="text-soft">Target</dt>
        <dd>{words.target}</dd>
        <dt className="text-soft">Next</dt>
        <dd>
          <ul className="list-disc space-y-0.5 pl-4">
            {words.next.map((step) => (
              <li key={step} className="break-words">
                {step}
              </li>
            ))}
          </ul>
        </dd>
      </dl>
    </Banner>
  )
}
