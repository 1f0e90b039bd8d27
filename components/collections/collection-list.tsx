'use client'
import { Layers, SearchX } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { Pager } from '@/components/ui/pager'
import { SkeletonRows } from '@/components/ui/skeleton'
import { StaleNote } from '@/components/ui/stale-note'
import { COLLECTIONS_PER_PAGE, type CollectionListQuery } from '@/lib/contracts/collection-list-query'
import type { Collection } from '@/lib/contracts/collections-api'
import type { ClusterDetail } from '@/lib/contracts/console-api'
import { refusalOf } from '@/lib/permissions/matrix'
import { useCollections } from '@/lib/queries/collections'
import { BatchBar } from './batch-bar'
import type { CollectionActions } from './collection-actions'
import { CollectionFilters } from './collection-filters'
import { CollectionTable } from './collection-table'
import { inState, placeKey } from './load-run'
import { LoadRunCard } from './load-run-card'
import { useLoadRun } from './use-load-run'

type Props = {
  detail: ClusterDetail
  query: CollectionListQuery
  onChange: (change: Partial<CollectionListQuery>) => void
  addressOf: (collection: Collection) => string
  actions: CollectionActions
}

export function CollectionList({ detail: { cluster, permissions }, query, onChange, addressOf, actions }: Props) {
  const { data, error, refetch, dataUpdatedAt } = useCollections(cluster.id, query)
  const loads = useLoadRun(cluster.id, actions)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const refusal = permissions.includes('collection.load') ? null : refusalOf('collection.load')
  if (data === undefined) {
    return <Card>{error ? <ErrorState error={error} onRetry={() => void refetch()} what="The collections" /> : <SkeletonRows rows={4} />}</Card>
  }
  function choose(keys: string[], on: boolean) {
    setChosen((before) => new Set(on ? [...before, ...keys] : [...before].filter((key) => !keys.includes(key))))
  }
  const picked = data.collections.filter((entry) => chosen.has(placeKey(entry)))
  const asked = new Set(loads.run === null ? [] : inState(loads.run, 'waiting').map(placeKey))
  return (
    <div className="space-y-3">
      {error && <StaleNote at={dataUpdatedAt} error={error} />}
      <CollectionFilters databases={data.databases} query={{ ...query, database: data.database }} onChange={onChange}>
        <BatchBar cluster={cluster} collections={data.collections} picked={picked} loads={loads} refusal={refusal} onDone={() => setChosen(new Set())} />
      </CollectionFilters>
      {loads.run && <LoadRunCard run={loads.run} busy={loads.busy} onRetry={loads.retry} onClose={loads.close} />}
      <Card className="overflow-hidden">
        {data.empty ? (
          <EmptyState icon={<Layers />} title="No collection yet">
            Collections appear here as soon as an application creates them through the endpoint of this cluster.
          </EmptyState>
        ) : data.total === 0 ? (
          <EmptyState icon={<SearchX />} title="No collection matches" actions={<Button onClick={() => onChange({ search: '' })}>Clear the search</Button>} />
        ) : (
          <CollectionTable
            collections={data.collections}
            chosen={chosen}
            onChoose={choose}
            asked={asked}
            refusal={refusal}
            addressOf={addressOf}
            onLoad={(collection) => loads.start('load', [collection])}
            onRelease={(collection) => loads.start('release', [collection])}
          />
        )}
      </Card>
      <Pager page={data.page} perPage={COLLECTIONS_PER_PAGE} total={data.total} what="collections" onPage={(page) => onChange({ page })} />
    </div>
  )
}
