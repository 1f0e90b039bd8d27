import Link from 'next/link'
import { buttonStyle } from '@/components/ui/button-style'
import type { MigrationDetail, MigrationEnd } from '@/lib/contracts/console-api'
import { isActive } from '@/lib/migration/stage'
import { EndpointChange } from './endpoint-change'
import type { StepState } from './stage-words'

const INDEXED = { auto: 'an AUTOINDEX', source: 'their indexes' }

export function SwitchStep({ detail, state }: { detail: MigrationDetail; state: StepState }) {
  const { source, target } = detail.migration
  if (state !== 'active') {
    return isActive(detail.migration.stage) && <p className="text-sm text-soft">Follows when data sync is stopped.</p>
  }
  return (
    <div className="mt-1 space-y-4">
      <p className="text-sm text-soft">
        {target.name} is <strong className="font-semibold text-ink">Running</strong> and takes reads and writes. Point your application at
        its endpoint, with its own token.
      </p>
      <EndpointChange source={source} target={target} />
      <Link href={`/projects/${target.projectId}/clusters/${target.id}#connect`} className={buttonStyle({ variant: 'primary' })}>
        View Connection Details
      </Link>
      <div>
        <h4 className="text-sm font-semibold">Then</h4>
        <ol className="mt-1 list-decimal space-y-1 pl-5 text-sm text-soft marker:text-faint">
          <li>
            <Link href={`/projects/${target.projectId}/clusters/${target.id}?tab=collections`} className="text-accent underline underline-offset-2">
              Load the collections
            </Link>{' '}
            that your application searches: they have {INDEXED[detail.migration.indexes]} and are left unloaded.
          </li>
          <li>Compare the entity counts and look at the newest entities on both sides.</li>
          <li>{sourceAdvice(source)}</li>
        </ol>
      </div>
    </div>
  )
}

function sourceAdvice(source: MigrationEnd): string {
  if (source.deleted) return `${source.name} is deleted already.`
  if (source.policy === 'readonly') return `${source.name} is read-only. Delete it when you do not need it any more.`
  return `${source.name} still takes writes, which are not on the target. Delete it when you do not need it any more.`
}
