'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { Button } from '@/components/ui/button'
import { Card, CardHeader } from '@/components/ui/card'
import { TextField } from '@/components/ui/text-field'
import { toast } from '@/components/ui/toast'
import type { ClusterDetail } from '@/lib/contracts/console-api'
import { keys } from '@/lib/queries/keys'
import { refusalOf } from '@/lib/permissions/matrix'
import type { ClusterActions } from './cluster-actions'

type Props = { detail: ClusterDetail; renameCluster: ClusterActions['renameCluster'] }

export function RenameForm({ detail: { cluster, permissions }, renameCluster }: Props) {
  const queries = useQueryClient()
  const [name, setName] = useState(cluster.name)
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const same = name.trim() === cluster.name

  async function save(event: FormEvent) {
    event.preventDefault()
    const { ClusterName } = await import('@/lib/contracts/console-requests')
    const parsed = ClusterName.safeParse(name)
    if (!parsed.success) return setProblem(parsed.error.issues[0]?.message ?? 'This name cannot be used.')
    setBusy(true)
    const result = await renameCluster({ clusterId: cluster.id, name: parsed.data })
    setBusy(false)
    setProblem(result.ok ? null : result.error.message)
    if (!result.ok) return
    toast.success(`The cluster is now called ${parsed.data}.`)
    await queries.invalidateQueries({ queryKey: keys.clusters.root })
  }

  return (
    <Card>
      <CardHeader title="Rename" />
      <form onSubmit={save} className="flex flex-wrap items-start gap-3 px-5 py-4" noValidate>
        <TextField label="Cluster Name" value={name} maxLength={64} autoComplete="off" error={problem} className="w-full max-w-sm" hint="Letters, digits and hyphens. Endpoint and token stay the same." onChange={(event) => setName(event.target.value)} />
        <Button type="submit" className="mt-6.5" busy={busy} disabledReason={permissions.includes('cluster.rename') ? (same ? 'Enter another name first.' : null) : refusalOf('cluster.rename')}>
          Save
        </Button>
      </form>
    </Card>
  )
}
