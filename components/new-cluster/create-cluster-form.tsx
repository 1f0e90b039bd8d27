'use client'
import { useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useMemo, useState } from 'react'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { buttonStyle } from '@/components/ui/button-style'
import { isSignedOut, SignInAgain } from '@/components/ui/sign-in-again'
import { toast } from '@/components/ui/toast'
import type { ActionResult, NewCluster } from '@/lib/contracts/console-requests'
import { keys } from '@/lib/queries/keys'
import { useWizard } from '@/lib/queries/wizard'
import { defaultPlacement } from './default-placement'
import { EmbeddedNote } from './embedded-note'
import { dropDraft } from './form-draft'
import { NewClusterFields } from './new-cluster-fields'
import { useNewClusterForm } from './use-new-cluster-form'

type Request = { requestId: string; cluster: NewCluster }
type Props = {
  projectId: string
  refusal: string | null
  createCluster: (input: Request) => Promise<ActionResult<{ clusterId: string }>>
}

/** Asks for what holds without one. */
const NO_SOURCE = 'none'

export function CreateClusterForm({ projectId, refusal, createCluster }: Props) {
  const router = useRouter()
  const queries = useQueryClient()
  const [requestId] = useState(() => crypto.randomUUID())
  const embedded = useWizard(NO_SOURCE).data?.embedded
  const defaults = useMemo(() => defaultPlacement(projectId), [projectId])
  const draft = `create-${projectId}`
  const form = useNewClusterForm(draft, defaults, send)
  const { root } = form.problems
  const unavailable = embedded?.available === false ? (embedded.reason ?? 'The data plane cannot make clusters.') : null

  async function send(cluster: NewCluster) {
    const result = await createCluster({ requestId, cluster })
    if (!result.ok) return result.error
    dropDraft(draft)
    toast.success(`Cluster ${cluster.name} is being created.`)
    await queries.invalidateQueries({ queryKey: keys.clusters.root })
    router.push(`/projects/${projectId}/clusters/${result.data.clusterId}`)
  }

  return (
    <form {...form.props} className="max-w-3xl space-y-4">
      <EmbeddedNote reason={unavailable} />
      <NewClusterFields form={form} />
      {root && (
        <Banner tone="bad" live actions={isSignedOut(root) && <SignInAgain />}>
          {root.message}
        </Banner>
      )}
      <div className="flex justify-end gap-2">
        <Link href={`/projects/${projectId}`} className={buttonStyle()}>
          Back
        </Link>
        <Button type="submit" variant="primary" busy={form.busy} disabledReason={refusal ?? unavailable}>
          Create Cluster
        </Button>
      </div>
    </form>
  )
}
