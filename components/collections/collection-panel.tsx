'use client'
import { ArrowLeft } from 'lucide-react'
import Link from 'next/link'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { buttonStyle } from '@/components/ui/button-style'
import { Card } from '@/components/ui/card'
import { ErrorState } from '@/components/ui/error-state'
import { SkeletonRows } from '@/components/ui/skeleton'
import { StaleNote } from '@/components/ui/stale-note'
import { Tabs } from '@/components/ui/tabs'
import type { CollectionDetail } from '@/lib/contracts/collections-api'
import type { ClusterDetail } from '@/lib/contracts/console-api'
import { refusalOf } from '@/lib/permissions/matrix'
import { useCollection } from '@/lib/queries/collection'
import type { CollectionActions } from './collection-actions'
import { DataView } from './data-view'
import type { Place } from './load-run'
import { LoadRunCard } from './load-run-card'
import { SchemaView } from './schema-view'
import { useLoadRun } from './use-load-run'

type Props = {
  detail: ClusterDetail
  place: Place
  actions: CollectionActions
  view: string
  onView: (view: string) => void
  /** The address of the list that it was chosen from. */
  backTo: string
}

const LOAD_WORDS: Record<CollectionDetail['loadState'], { label: string; tone: 'ok' | 'neutral' | 'info' }> = {
  loaded: { label: 'Loaded', tone: 'ok' },
  loading: { label: 'Loading', tone: 'info' },
  not_loaded: { label: 'Not loaded', tone: 'neutral' },
}

/** One collection: what it is made of, and what is in it. */
export function CollectionPanel({ detail, place, actions, view, onView, backTo }: Props) {
  const { data, error, refetch, dataUpdatedAt } = useCollection(detail.cluster.id, place.database, place.name)
  const loads = useLoadRun(detail.cluster.id, actions)
  const refusal = detail.permissions.includes('collection.load') ? null : refusalOf('collection.load')
  return (
    <section aria-label={`Collection ${place.name}`} className="space-y-3">
      <div className="flex flex-wrap items-center gap-3">
        <Link href={backTo} scroll={false} className={buttonStyle({ size: 'sm', variant: 'ghost' })}>
          <ArrowLeft aria-hidden />
          All collections
        </Link>
        <h2 className="text-lg font-semibold break-all">{place.name}</h2>
        {data && <Badge tone={LOAD_WORDS[data.loadState].tone} mark>{LOAD_WORDS[data.loadState].label}</Badge>}
        {data && (
          <Button
            size="sm"
            className="ml-auto"
            busy={loads.busy || data.loadState === 'loading'}
            disabledReason={refusal}
            onClick={() => loads.start(data.loadState === 'loaded' ? 'release' : 'load', [place])}
          >
            {data.loadState === 'loaded' ? 'Release' : 'Load'}
          </Button>
        )}
      </div>
      {loads.run && <LoadRunCard run={loads.run} busy={loads.busy} onRetry={loads.retry} onClose={loads.close} />}
      {error && data && <StaleNote at={dataUpdatedAt} error={error} />}
      {data === undefined ? (
        <Card>{error ? <ErrorState error={error} onRetry={() => void refetch()} what="This collection" /> : <SkeletonRows rows={5} />}</Card>
      ) : (
        <Tabs
          label={place.name}
          value={view === 'data' ? 'data' : 'schema'}
          onChange={onView}
          tabs={[
            { value: 'schema', label: 'Schema', content: <SchemaView collection={data} /> },
            { value: 'data', label: 'Data', content: <DataView detail={detail} collection={data} actions={actions} /> },
          ]}
        />
      )}
    </section>
  )
}
