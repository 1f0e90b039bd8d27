'use client'
import { useQueryClient } from '@tanstack/react-query'
import { Pencil } from 'lucide-react'
import { useId, useState, type FormEvent } from 'react'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/text-field'
import { toast } from '@/components/ui/toast'
import type { ClusterDetail } from '@/lib/contracts/console-api'
import { refusalOf } from '@/lib/permissions/matrix'
import { keys } from '@/lib/queries/keys'
import type { ClusterActions } from './cluster-actions'

const MOST = 255

type Props = { detail: ClusterDetail; describeCluster: ClusterActions['describeCluster'] }

/** The description under the name, and the form that changes it. */
export function DescriptionField({ detail: { cluster, permissions }, describeCluster }: Props) {
  const id = useId()
  const queries = useQueryClient()
  const [typed, setTyped] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  async function save(event: FormEvent) {
    event.preventDefault()
    setBusy(true)
    const result = await describeCluster({ clusterId: cluster.id, description: typed ?? '' })
    setBusy(false)
    setProblem(result.ok ? null : result.error.message)
    if (!result.ok) return
    setTyped(null)
    toast.success('The description is saved.')
    await queries.invalidateQueries({ queryKey: keys.clusters.root })
  }

  if (typed === null) {
    return (
      <span className="flex items-start gap-1.5">
        <span className="max-w-3xl break-words">{cluster.description || 'No description'}</span>
        <Button
          size="icon-sm"
          variant="ghost"
          className="-my-1"
          aria-label="Edit description"
          title="Edit description"
          disabledReason={permissions.includes('cluster.rename') ? null : refusalOf('cluster.rename')}
          onClick={() => setTyped(cluster.description)}
        >
          <Pencil aria-hidden />
        </Button>
      </span>
    )
  }
  return (
    <form onSubmit={save} className="flex w-[40rem] max-w-full flex-wrap items-end gap-2" noValidate>
      <Field label="Cluster Description" htmlFor={id} hint={`${typed.length} of ${MOST} characters`} error={problem} className="min-w-60 flex-1">
        <textarea
          id={id}
          rows={2}
          maxLength={MOST}
          value={typed}
          autoFocus
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => event.key === 'Escape' && setTyped(null)}
          aria-invalid={problem ? true : undefined}
          className="w-full rounded-md border border-line-strong/70 bg-surface px-3 py-1.5 text-sm text-ink hover:border-line-strong"
        />
      </Field>
      <div className="mb-6 flex gap-2">
        <Button onClick={() => setTyped(null)}>Cancel</Button>
        <Button type="submit" variant="primary" busy={busy}>
          Save
        </Button>
      </div>
    </form>
  )
}
