'use client'
import { useQueryClient } from '@tanstack/react-query'
import { LoaderCircle } from 'lucide-react'
import { useState } from 'react'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { RadioCards } from '@/components/ui/radio-cards'
import type { MigrationDetail } from '@/lib/contracts/console-api'
import type { AfterLife } from '@/lib/migration/policy'
import { keys } from '@/lib/queries/keys'
import type { MigrationActions } from './migration-actions'
import { stopPlan, unverifiedWarning } from './stop-plan'

type Props = { detail: MigrationDetail; stopDataSync: MigrationActions['stopDataSync'] }

export function StopForm({ detail, stopDataSync }: Props) {
  const { migration, facts, wanted } = detail
  const queries = useQueryClient()
  const [confirmed, setConfirmed] = useState(false)
  const [afterLife, setAfterLife] = useState<AfterLife>('readonly')
  const [unverified, setUnverified] = useState(false)
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const requested = wanted === 'stop' || migration.stage === 'finalizing'
  if (requested) return <Stopping detail={detail} />

  const verification = facts?.verification ?? null
  const warning = unverifiedWarning(verification)
  const acceptUnverified = warning !== null && unverified
  const plan = stopPlan({
    allowed: detail.permissions.includes('migration.stop'),
    confirmed,
    requested,
    lagMs: facts?.sync.lagMs ?? null,
    reachable: detail.dataPlaneProblem === null,
    verification,
    acceptUnverified,
  })

  async function stop(acceptLag: boolean) {
    setBusy(true)
    setProblem(null)
    const result = await stopDataSync({ migrationId: migration.id, confirmed: true, afterLife, acceptLag, acceptUnverified })
    await queries.invalidateQueries({ queryKey: keys.migrations.root })
    setBusy(false)
    setAsking(false)
    if (result.ok) return
    // The lag may have grown over the goal since it was last read: then ask as if it had been seen.
    if (result.error.code === 'migration.lag_too_high' && !acceptLag) return setAsking(true)
    setProblem(result.error.message)
  }

  return (
    <div className="space-y-4">
      {facts?.cutover.lastRefusal && (
        <Banner tone="warn" title="The last stop gave writes back to the source">
          {facts.cutover.lastRefusal}
        </Banner>
      )}
      <RadioCards
        label="Afterwards the source cluster is"
        columns={2}
        value={afterLife}
        onChange={(value) => setAfterLife(value as AfterLife)}
        options={[
          { value: 'readonly', label: 'Read-only', detail: 'Protects from writing to the wrong side. An owner can change it later.' },
          { value: 'writable', label: 'Writable', detail: 'Writes that still go there are not on the target.' },
        ]}
      />
      <Checkbox checked={confirmed} onChange={setConfirmed}>
        I confirm that I have stopped writes to the source cluster
      </Checkbox>
      {warning && (
        <div className="space-y-2.5 rounded-lg border border-warn-mark px-3.5 py-3">
          <p className="text-sm">
            <span className="font-medium text-warn">{warning.title}.</span> <span className="text-soft">{warning.meaning}</span>
          </p>
          <Checkbox checked={unverified} onChange={setUnverified}>
            Stop without a finished verification
          </Checkbox>
        </div>
      )}
      {problem && (
        <Banner tone="bad" live>
          {problem}
        </Banner>
      )}
      <div className="flex flex-wrap items-center gap-3">
        <Button variant="primary" busy={busy} disabledReason={plan.kind === 'refused' ? plan.reason : null} onClick={() => (plan.kind === 'warned' ? setAsking(true) : void stop(false))}>
          Stop Data Sync
        </Button>
        <p className="text-xs text-faint">This cannot be taken back: afterwards {migration.target.name} takes the writes.</p>
      </div>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={plan.kind === 'warned' ? `The lag is ${plan.lag}. Stop anyway?` : 'The lag is over 10 seconds. Stop anyway?'}
        confirmLabel="Stop anyway"
        cancelLabel="Wait"
        busy={busy}
        onConfirm={() => void stop(true)}
      >
        <p>Nothing is lost, but writes are held until {migration.target.name} has caught up. If that takes too long they go back to {migration.source.name} and the stop has to be tried again.</p>
        <p>It is better to wait until the lag is under 10 seconds.</p>
      </ConfirmDialog>
    </div>
  )
}

function Stopping({ detail: { facts, migration } }: { detail: MigrationDetail }) {
  return (
    <div role="status" className="space-y-2 rounded-lg border bg-canvas p-4">
      <p className="flex items-center gap-2 text-sm font-medium">
        <LoaderCircle aria-hidden className="size-4 animate-spin text-accent" />
        Stopping data sync
      </p>
      <p className="text-sm text-soft">
        New writes are held for a moment while the last ones reach {migration.target.name}; then it takes over.
        {facts !== null && facts.cutover.attempts > 1 && ` This is try ${facts.cutover.attempts}.`}
      </p>
      {facts?.cutover.lastRefusal && <p className="text-sm text-warn">{facts.cutover.lastRefusal}</p>}
    </div>
  )
}
