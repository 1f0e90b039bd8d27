'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import type { MigrationDetail } from '@/lib/contracts/console-api'
import { isActive } from '@/lib/migration/stage'
import { CancelDialog } from './cancel-dialog'
import { cancelRefusal } from './cancel-refusal'
import type { MigrationActions } from './migration-actions'

type Props = { detail: MigrationDetail; cancelMigration: MigrationActions['cancelMigration']; onClose: () => void }

/** The dialog's footer: leave it, or cancel the migration. */
export function CancelMigration({ detail: { migration, wanted, permissions }, cancelMigration, onClose }: Props) {
  const [asking, setAsking] = useState(false)
  return (
    <>
      {isActive(migration.stage) && (
        <Button variant="danger-quiet" className="mr-auto" onClick={() => setAsking(true)} disabledReason={cancelRefusal({ stage: migration.stage, permissions, wanted })}>
          Cancel migration
        </Button>
      )}
      <Button onClick={onClose}>Close</Button>
      <CancelDialog migration={migration} cancelMigration={cancelMigration} open={asking} onOpenChange={setAsking} />
    </>
  )
}
