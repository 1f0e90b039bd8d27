'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { toast } from '@/components/ui/toast'
import { Checkbox } from '@/components/ui/checkbox'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import type { Migration } from '@/lib/contracts/console-api'
import { keys } from '@/lib/queries/keys'
import type { MigrationActions } from './migration-actions'

type Props = { migration: Pick<Migration, 'id' | 'source' | 'target'>; cancelMigration: MigrationActions['cancelMigration']; open: boolean; onOpenChange: (open: boolean) => void }

/** Asks before a migration is canceled, and what becomes of its target. */
export function CancelDialog({ migration: { id, source, target }, cancelMigration, open, onOpenChange }: Props) {
  const queries = useQueryClient()
  const [keepTarget, setKeepTarget] = useState(false)
  const [busy, setBusy] = useState(false)

  async function cancel() {
    setBusy(true)
    const result = await cancelMigration({ migrationId: id, keepTarget })
    await queries.invalidateQueries({ queryKey: keys.migrations.root })
    await queries.invalidateQueries({ queryKey: keys.clusters.root })
    setBusy(false)
    onOpenChange(false)
    if (!result.ok) toast.error(result.error.message)
  }

  return (
    <ConfirmDialog
      danger
      open={open}
      onOpenChange={onOpenChange}
      title="Cancel this migration?"
      confirmLabel="Cancel migration"
      cancelLabel="Go on migrating"
      busy={busy}
      onConfirm={() => void cancel()}
    >
      <p>
        {source.name} is unlocked and stays as it is; applications notice nothing. {target.name} is deleted with everything that was copied.
      </p>
      <Checkbox checked={keepTarget} onChange={setKeepTarget}>
        Keep {target.name} with what was copied so far
      </Checkbox>
    </ConfirmDialog>
  )
}
