'use client'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { ErrorState } from '@/components/ui/error-state'
import { RadioCards } from '@/components/ui/radio-cards'
import { SearchSelectField } from '@/components/ui/search-select-field'
import { Skeleton } from '@/components/ui/skeleton'
import type { WizardOptions } from '@/lib/contracts/console-api'
import { refusalOf } from '@/lib/permissions/matrix'
import { useWizard } from '@/lib/queries/wizard'
import { sourceOptions } from './source-options'

/** The dialog Migrations > In Current Organization. */
export function MigrationSettings({ preset, onClose }: { preset: string | null; onClose: () => void }) {
  const router = useRouter()
  const wizard = useWizard()
  const [chosen, setChosen] = useState(preset ?? '')
  const source = wizard.data?.sources.find((entry) => entry.cluster.id === chosen && entry.selectable)
  const project = targetProject(wizard.data, source?.cluster.projectId)

  function next() {
    if (source && project) router.push(`/projects/${project}/migrate?source=${source.cluster.id}`)
  }
  function refusal(): string | null {
    if (wizard.data?.sources.length === 0) return 'There is no cluster that could be migrated.'
    if (wizard.data?.targetProjects.length === 0) return refusalOf('migration.start')
    return source ? null : 'Choose a source cluster first.'
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Migration Settings"
      description="Move a running cluster to a new one while applications keep reading and writing."
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button variant="primary" disabledReason={refusal()} onClick={next}>
            Next
          </Button>
        </>
      }
    >
      {wizard.data ? (
        <Choices options={wizard.data} chosen={source ? chosen : ''} onChoose={setChosen} />
      ) : wizard.error ? (
        <ErrorState error={wizard.error} onRetry={() => void wizard.refetch()} what="The clusters" />
      ) : (
        <Skeleton className="h-80" />
      )}
    </Dialog>
  )
}

/** The target is made in the source's project, or else in the first where it may be made. */
function targetProject(options: WizardOptions | undefined, sourceProject: string | undefined): string | undefined {
  const allowed = options?.targetProjects ?? []
  return (allowed.find((project) => project.id === sourceProject) ?? allowed[0])?.id
}

function Choices({ options, chosen, onChoose }: { options: WizardOptions; chosen: string; onChoose: (id: string) => void }) {
  return (
    <div className="space-y-5">
      <SourceChoice options={options} chosen={chosen} onChoose={onChoose} />
      <RadioCards
        label="Migrate to"
        columns={2}
        value="new"
        onChange={() => {}}
        options={[
          { value: 'existing', label: 'Existing Cluster', disabled: true, detail: 'Not for a zero downtime migration: the target has to start empty.' },
          { value: 'new', label: 'New Cluster', detail: 'Made for this migration on the next page.' },
        ]}
      />
      <RadioCards
        label="Migration Type"
        columns={2}
        value="zero-downtime"
        onChange={() => {}}
        options={[
          { value: 'offline', label: 'Offline Migration', disabled: true, detail: 'A one-time copy without sync; not offered here.' },
          { value: 'zero-downtime', label: 'Zero Downtime Migration', detail: 'Copies, then follows every write until you switch.' },
        ]}
      />
    </div>
  )
}

function SourceChoice({ options, chosen, onChoose }: { options: WizardOptions; chosen: string; onChoose: (id: string) => void }) {
  const entries = sourceOptions(options.sources)
  if (entries.length === 0) return <NoCluster projectId={options.targetProjects[0]?.id} />
  const none = entries.every((entry) => entry.disabled)
  return (
    <SearchSelectField
      label="Source Cluster"
      placeholder="Choose a running cluster of this organization"
      value={chosen}
      onChange={onChoose}
      options={entries}
      nothing="No cluster has this in its name, project or region."
      hint={none ? 'None of the clusters can be migrated just now; the list says why.' : 'Running clusters of this organization.'}
    />
  )
}

/** Nothing to migrate: what is needed, and where to make it. */
function NoCluster({ projectId }: { projectId: string | undefined }) {
  const link = (path: string, text: string) => (projectId === undefined ? text : <Link href={`/projects/${projectId}/clusters/${path}`}>{text}</Link>)
  return (
    <Banner title="This organization has no cluster yet">
      A migration needs a running source cluster. {link('new', 'Create a cluster')}, or {link('register', 'register an existing Milvus')} by its address.
    </Banner>
  )
}
