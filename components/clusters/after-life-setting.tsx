'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Card, CardHeader } from '@/components/ui/card'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { toast } from '@/components/ui/toast'
import type { ClusterDetail } from '@/lib/contracts/console-api'
import type { AfterLife } from '@/lib/migration/policy'
import { keys } from '@/lib/queries/keys'
import { refusalOf } from '@/lib/permissions/matrix'
import type { ClusterActions } from './cluster-actions'

type Props = { detail: ClusterDetail; setAfterLife: ClusterActions['setAfterLife'] }

/** For a retired source only: whether it takes writes. */
export function AfterLifeSetting({ detail: { cluster, permissions }, setAfterLife }: Props) {
  const queries = useQueryClient()
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const retired = cluster.migration?.role === 'source' && cluster.migration.stage === 'completed'
  if (!retired) return null
  const readonly = cluster.policy === 'readonly'
  const next: AfterLife = readonly ? 'writable' : 'readonly'

  async function change() {
    setBusy(true)
    const result = await setAfterLife({ clusterId: cluster.id, afterLife: next })
    setBusy(false)
    setAsking(false)
    if (!result.ok) return toast.error(result.error.message)
    toast.success(`${cluster.name} is ${next === 'writable' ? 'writable' : 'read-only'} now.`)
    await queries.invalidateQueries({ queryKey: keys.clusters.root })
  }

  return (
    <Card>
      <CardHeader title="Writes to this retired source" />
      <div className="flex flex-wrap items-center justify-between gap-4 px-5 py-4">
        <p className="max-w-lg text-sm text-soft">
          {readonly
            ? 'It was the source of a migration and is read-only, so that nothing is written to the wrong side.'
            : 'It was the source of a migration and takes writes. They are not on the target.'}
        </p>
        <Button onClick={() => (readonly ? setAsking(true) : void change())} busy={busy} disabledReason={permissions.includes('cluster.after_life') ? null : refusalOf('cluster.after_life')}>
          {readonly ? 'Make writable' : 'Make read-only'}
        </Button>
      </div>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Make ${cluster.name} writable again?`}
        confirmLabel="Make writable"
        cancelLabel="Keep it read-only"
        busy={busy}
        onConfirm={() => void change()}
      >
        <p>What is written to it from now on is not copied to the target of the migration.</p>
      </ConfirmDialog>
    </Card>
  )
}
