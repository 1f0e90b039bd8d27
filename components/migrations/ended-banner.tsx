import { Banner } from '@/components/ui/banner'
import type { MigrationDetail } from '@/lib/contracts/console-api'

/** Why a migration ended without a switch, and what to do now. */
export function EndedBanner({ detail: { migration, findings } }: { detail: MigrationDetail }) {
  const { source, target, failure, stage } = migration
  if (stage === 'cancelled') {
    return (
      <Banner title="This migration was canceled">
        {source.name} is unlocked and as it was.{' '}
        {target.deleted || target.state === 'deleting' ? `${target.name} is deleted with the data that had been copied.` : `${target.name} is kept with what had been copied; delete it when you do not need it.`}
      </Banner>
    )
  }
  if (stage !== 'failed') return null
  const blockers = findings.filter((finding) => finding.severity === 'blocker')
  return (
    <Banner tone="bad" live title="This migration failed">
      <p>{failure?.message ?? 'The reason is not known.'}</p>
      {failure && <p className="font-mono text-xs text-soft">{failure.code}</p>}
      {blockers.length > 0 && (
        <ul className="mt-2 list-disc space-y-1 pl-4">
          {blockers.map((finding) => (
            <li key={`${finding.check} ${finding.message}`}>
              {finding.message} {finding.remedy}
            </li>
          ))}
        </ul>
      )}
      <p className="mt-2">
        {source.name} is unlocked and has all its data; applications were not touched. Solve the reason, delete {target.name} and start a
        new migration.
      </p>
    </Banner>
  )
}
