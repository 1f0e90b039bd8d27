'use client'
import { useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useMemo, useState } from 'react'
import * as z from 'zod/mini'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { buttonStyle } from '@/components/ui/button-style'
import { isSignedOut, SignInAgain } from '@/components/ui/sign-in-again'
import type { WizardOptions } from '@/lib/contracts/console-api'
import type { ActionResult, NewCluster, StartMigrationInput } from '@/lib/contracts/console-requests'
import { INDEX_CHOICES } from '@/lib/migration/index-choice'
import { keys } from '@/lib/queries/keys'
import { usePrecheck } from '@/lib/queries/precheck'
import { CapacityNote } from './capacity-note'
import { defaultPlacement } from './default-placement'
import { EmbeddedNote } from './embedded-note'
import { findingsRefusal } from './finding-groups'
import { dropDraft } from './form-draft'
import { IndexChoiceCard } from './index-choice-card'
import { NewClusterFields } from './new-cluster-fields'
import { PrecheckCard } from './precheck-card'
import { ScopeCard, SourceCard } from './source-card'
import { useAdvisedSize } from './use-advised-size'
import { useKept } from './use-kept'
import { useNewClusterForm } from './use-new-cluster-form'

export type StartMigration = (input: StartMigrationInput) => Promise<ActionResult<{ targetId: string }>>
type Props = {
  projectId: string
  source: WizardOptions['sources'][number]
  embedded: WizardOptions['embedded']
  startMigration: StartMigration
}

/** Migrate to a New Cluster. */
export function MigrateForm({ projectId, source: { cluster: source, reason }, embedded, startMigration }: Props) {
  const router = useRouter()
  const queries = useQueryClient()
  const [requestId] = useState(() => crypto.randomUUID())
  const precheck = usePrecheck(source.id)
  const defaults = useMemo(() => defaultPlacement(projectId, source), [projectId, source])
  const draft = `migrate-${source.id}`
  const [indexes, setIndexes] = useKept(`${draft}:indexes`, z.enum(INDEX_CHOICES), 'auto')
  const form = useNewClusterForm(draft, defaults, send)
  const vectors = precheck.data?.contents?.vectors
  const { onSizeChosen } = useAdvisedSize(draft, form, vectors)
  const { plan = 'enterprise', cuType, cuSize } = form.values
  const { root } = form.problems
  const unavailable = embedded.available ? null : (embedded.reason ?? 'The data plane cannot make clusters.')

  async function send(target: NewCluster) {
    const result = await startMigration({ requestId, sourceId: source.id, target, indexes })
    if (!result.ok) return result.error
    dropDraft(draft)
    router.push(`/projects/${target.projectId}/clusters/${result.data.targetId}`)
    for (const queryKey of [keys.clusters.root, keys.migrations.root]) void queries.invalidateQueries({ queryKey })
  }

  function refusal(): string | null {
    if (reason !== null) return reason
    if (unavailable !== null) return unavailable
    if (precheck.isPending) return 'The source is still being checked.'
    return findingsRefusal(precheck.data?.findings ?? [])
  }

  return (
    <form {...form.props} className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="min-w-0 space-y-4">
        {reason !== null && <Banner tone="warn" title={`${source.name} cannot be migrated now`}>{reason}</Banner>}
        <EmbeddedNote reason={unavailable} />
        <NewClusterFields
          form={form}
          sourcePlan={source.plan}
          vectors={vectors}
          onSizeChosen={onSizeChosen}
          advice={vectors && <CapacityNote vectors={vectors} chosen={{ plan, cuType, cuSize }} />}
        />
        <IndexChoiceCard value={indexes} onChange={setIndexes} />
        <PrecheckCard sourceId={source.id} />
        {root && (
          <Banner tone="bad" title="The migration was not started" live actions={isSignedOut(root) && <SignInAgain />}>
            {root.message}
          </Banner>
        )}
        <div className="flex flex-wrap items-center justify-end gap-2">
          <p className="mr-auto text-xs text-soft">{source.name} is Locked from the start to the end: it cannot be deleted, reads and writes go on.</p>
          <Link href={`/projects/${projectId}?migrate=1&source=${source.id}`} className={buttonStyle()}>
            Back
          </Link>
          <Button type="submit" variant="primary" busy={form.busy} disabledReason={refusal()}>
            Migrate
          </Button>
        </div>
      </div>
      <div className="space-y-4 lg:sticky lg:top-19">
        <SourceCard source={source} precheck={precheck.data} loading={precheck.isPending} />
        <ScopeCard indexes={indexes} precheck={precheck.data} />
      </div>
    </form>
  )
}
