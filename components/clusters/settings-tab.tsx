'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Card, CardHeader } from '@/components/ui/card'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { toast } from '@/components/ui/toast'
import type { ClusterDetail } from '@/lib/contracts/console-api'
import { keys } from '@/lib/queries/keys'
import { refusalOf } from '@/lib/permissions/matrix'
import { AfterLifeSetting } from './after-life-setting'
import type { ClusterActions } from './cluster-actions'
import { DescriptionField } from './description-field'
import { RenameForm } from './rename-form'

type Props = { detail: ClusterDetail; actions: ClusterActions }

export function SettingsTab({ detail, actions }: Props) {
  return (
    <div className="max-w-3xl space-y-4">
      <RenameForm detail={detail} renameCluster={actions.renameCluster} />
      <Card>
        <CardHeader title="Description" />
        <div className="px-5 py-4 text-sm text-soft">
          <DescriptionField detail={detail} describeCluster={actions.describeCluster} />
        </div>
      </Card>
      <AfterLifeSetting detail={detail} setAfterLife={actions.setAfterLife} />
      <DeleteSetting detail={detail} deleteCluster={actions.deleteCluster} />
    </div>
  )
}

function DeleteSetting({ detail, deleteCluster }: { detail: ClusterDetail; deleteCluster: ClusterActions['deleteCluster'] }) {
  const { cluster, deleteBlocked, permissions } = detail
  const router = useRouter()
  const queries = useQueryClient()
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const registered = cluster.driver === 'endpoint'
  const verb = registered ? 'Remove' : 'Delete'

  async function remove() {
    setBusy(true)
    const result = await deleteCluster({ clusterId: cluster.id, confirmName: cluster.name })
    setBusy(false)
    if (!result.ok) {
      setAsking(false)
      return toast.error(result.error.message)
    }
    router.push(`/projects/${cluster.projectId}`)
    toast.success(`${cluster.name} is being ${registered ? 'removed' : 'deleted'}.`)
    await queries.invalidateQueries({ queryKey: keys.clusters.root })
  }

  return (
    <Card>
      <CardHeader title={`${verb} cluster`} />
      <div className="flex flex-wrap items-center justify-between gap-4 px-5 py-4">
        <p className="max-w-lg text-sm text-soft">
          {deleteBlocked ??
            (registered
              ? 'The cluster leaves this console and its endpoint here is closed. The Milvus behind it and its data are not touched.'
              : 'The cluster and all its data are deleted. This cannot be taken back.')}
        </p>
        <Button variant="danger-quiet" onClick={() => setAsking(true)} disabledReason={permissions.includes('cluster.delete') ? deleteBlocked : refusalOf('cluster.delete')}>
          {verb} cluster
        </Button>
      </div>
      <ConfirmDialog
        danger
        open={asking}
        onOpenChange={setAsking}
        title={`${verb} ${cluster.name}?`}
        confirmLabel={`${verb} cluster`}
        typeToConfirm={cluster.name}
        busy={busy}
        onConfirm={() => void remove()}
      >
        <p>
          {registered ? 'Applications that use its endpoint here lose their connection; the Milvus behind it stays.' : 'All databases, collections and entities of this cluster are lost, and its endpoint is closed.'}
        </p>
      </ConfirmDialog>
    </Card>
  )
}
