import type { ReactNode } from 'react'
import { TimeText } from '@/components/ui/time-text'
import type { MigrationDetail } from '@/lib/contracts/console-api'
import { isActive } from '@/lib/migration/stage'
import { durationText } from './duration-text'
import { LagPanel } from './lag-panel'
import type { MigrationActions } from './migration-actions'
import type { StepState } from './stage-words'
import { StopForm } from './stop-form'
import { VerificationPanel } from './verification-panel'

type Props = { detail: MigrationDetail; state: StepState; actions: MigrationActions }

export function SyncStep({ detail, state, actions }: Props) {
  const { migration, facts } = detail
  if (state === 'waiting') {
    return isActive(migration.stage) && <p className="text-sm text-soft">Starts by itself when the existing data is migrated.</p>
  }
  if (facts === null) return state === 'done' ? <Done heldMs={null} /> : null
  if (state === 'done' || state === 'stopped')
    return (
      <div className="mt-1 space-y-4">
        {state === 'done' && <Done heldMs={facts.cutover.heldMs} />}
        {facts.verification !== null && (
          <SubStep title="Last verification">
            <VerificationPanel detail={detail} actions={actions} />
          </SubStep>
        )}
      </div>
    )
  return (
    <div className="mt-1 space-y-5">
      <p className="text-sm text-soft">
        {migration.target.name} follows every write on {migration.source.name} and refuses writes of others.
        {facts.syncEndsAt !== null && (
          <>
            {' '}
            Without a stop the migration fails <TimeText at={facts.syncEndsAt} />.
          </>
        )}
      </p>
      <SubStep title="Monitor sync lag">
        <LagPanel detail={detail} facts={facts} />
      </SubStep>
      <SubStep title="Verification">
        <VerificationPanel detail={detail} actions={actions} />
      </SubStep>
      <SubStep title="Stop data sync">
        <StopForm detail={detail} stopDataSync={actions.stopDataSync} />
      </SubStep>
    </div>
  )
}

function SubStep({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="space-y-2.5">
      <h4 className="text-sm font-semibold">{title}</h4>
      {children}
    </section>
  )
}

function Done({ heldMs }: { heldMs: number | null }) {
  return (
    <p className="figures text-sm text-soft">
      Every accepted write is on the target.{heldMs !== null && ` Writes were held for ${durationText(heldMs)} during the switch.`}
    </p>
  )
}
