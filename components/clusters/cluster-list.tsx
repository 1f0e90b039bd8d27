'use client'
import { Database, Plug, Plus, SearchX } from 'lucide-react'
import Link from 'next/link'
import { useRouter, useSearchParams } from 'next/navigation'
import { useCallback, useState } from 'react'
import { Button } from '@/components/ui/button'
import { buttonStyle } from '@/components/ui/button-style'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { Pager } from '@/components/ui/pager'
import { SkeletonRows } from '@/components/ui/skeleton'
import { StaleNote } from '@/components/ui/stale-note'
import type { View } from '@/components/ui/views'
import { CLUSTERS_PER_PAGE, clusterListAddress, clusterListQueryOf, DEFAULT_CLUSTER_QUERY, type ClusterListQuery } from '@/lib/contracts/cluster-list-query'
import { useClusters } from '@/lib/queries/clusters'
import { ClusterCards } from './cluster-cards'
import { ClusterFilters } from './cluster-filters'
import { ClusterTable } from './cluster-table'
import { keepView } from './view-cookie'

type Props = { projectId: string; userId: string; view: View }

export function ClusterList({ projectId, userId, view: kept }: Props) {
  const query = clusterListQueryOf(useSearchParams())
  const change = useQueryInAddress(projectId, query)
  const [view, setView] = useState(kept)
  const { data, error, refetch, dataUpdatedAt } = useClusters(projectId, query)
  if (data === undefined) {
    return <Card>{error ? <ErrorState error={error} onRetry={() => void refetch()} what="The clusters" /> : <SkeletonRows rows={3} className="h-15" />}</Card>
  }
  if (data.empty) return <Card><NoClusters projectId={projectId} /></Card>
  const choose = (next: View) => {
    setView(next)
    keepView(userId, next)
  }
  return (
    <div className="space-y-3">
      {error && <StaleNote at={dataUpdatedAt} error={error} />}
      <ClusterFilters query={query} onChange={change} view={view} onView={choose} />
      {data.total === 0 ? (
        <Card><NoMatch onClear={() => change({ search: '', state: null, provider: null })} /></Card>
      ) : view === 'cards' ? (
        <ClusterCards clusters={data.clusters} />
      ) : (
        <Card className="overflow-hidden"><ClusterTable clusters={data.clusters} /></Card>
      )}
      <Pager page={data.page} perPage={CLUSTERS_PER_PAGE} total={data.total} what="clusters" onPage={(page) => change({ page })} />
    </div>
  )
}

/** Any change but that of the page goes back to the first page. */
function useQueryInAddress(projectId: string, query: ClusterListQuery) {
  const router = useRouter()
  const address = clusterListAddress(query)
  return useCallback(
    (change: Partial<ClusterListQuery>) => {
      const before = clusterListQueryOf(new URLSearchParams(address))
      const next = clusterListAddress({ ...before, page: DEFAULT_CLUSTER_QUERY.page, ...change })
      router.replace(`/projects/${projectId}${next}`, { scroll: change.page !== undefined })
    },
    [router, projectId, address],
  )
}

function NoMatch({ onClear }: { onClear: () => void }) {
  return (
    <EmptyState icon={<SearchX />} title="No cluster matches" actions={<Button onClick={onClear}>Clear filters</Button>}>
      Search for another part of the name, or choose another state or provider.
    </EmptyState>
  )
}

function NoClusters({ projectId }: { projectId: string }) {
  return (
    <EmptyState
      icon={<Database />}
      title="No cluster yet"
      actions={
        <>
          <Link href={`/projects/${projectId}/clusters/register`} className={buttonStyle()}>
            <Plug aria-hidden />
            Register existing Milvus
          </Link>
          <Link href={`/projects/${projectId}/clusters/new`} className={buttonStyle({ variant: 'primary' })}>
            <Plus aria-hidden />
            Create cluster
          </Link>
        </>
      }
    >
      Register a Milvus that you run already and want to move, or create a cluster here. Applications connect through the endpoint
      that it gets.
    </EmptyState>
  )
}
