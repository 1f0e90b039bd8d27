'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import type { MigrationDetail } from '@/lib/contracts/console-api'
import { canCancel, isActive } from '@/lib/migration/stage'
import { refusalOf } from '@/lib/permissions/matrix'
import { keys } from '@/lib/queries/keys'
import type { MigrationActions } from './migration-actions'

type Props = { detail: MigrationDetail; cancelMigration: MigrationActions['cancelMigration']; onClose: () => void }

/** The dialog's footer: leave it, or cancel the migration. */
export function CancelMigration({ detail, cancelMigration, onClose }: Props) {
  const { migration } = detail
  const queries = useQueryClient()
  const [asking, setAsking] = useState(false)
  const [keepTarget, setKeepTarget] = useState(false)
  const [busy, setBusy] = useState(false)

  async function cancel() {
    setBusy(true)
    const result = await cancelMigration({ migrationId: migration.id, keepTarget })
    await queries.invalidateQueries({ queryKey: keys.migrations.root })
    await queries.invalidateQueries({ queryKey: keys.clusters.root })
    setBusy(false)
    setAsking(false)
    if (!result.ok) toast.error(result.error.message)
  }

  return (
    <>
      {isActive(migration.stage) && (
        <Button variant="danger-quiet" className="mr-auto" onClick={() => setAsking(true)} disabledReason={refusal(detail)}>
          Cancel migration
        </Button>
      )}
      <Button onClick={onClose}>Close</Button>
      <ConfirmDialog
        danger
        open={asking}
        onOpenChange={setAsking}
        title="Cancel this migration?"
        confirmLabel="Cancel migration"
        cancelLabel="Go on migrating"
        busy={busy}
        onConfirm={() => void cancel()}
      >
        <p>
          {migration.source.name} is unlocked and stays as it is; applications notice nothing. {migration.target.name} is deleted with
          everything that was copied.
        </p>
        <Checkbox checked={keepTarget} onChange={setKeepTarget}>
          Keep {migration.target.name} with what was copied so far
        </Checkbox>
      </ConfirmDialog>
    </>
  )
}

function refusal({ migration, wanted, permissions }: MigrationDetail): string | null {
  if (!permissions.includes('migration.cancel')) return refusalOf('migration.cancel')
  if (wanted === 'cancel') return 'The migration is being canceled already.'
  return canCancel(migration.stage) && wanted !== 'stop' ? null : 'Data sync is being stopped; it cannot be canceled now.'
}
