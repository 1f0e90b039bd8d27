'use client'
import { Database, Plug, Plus } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { buttonStyle } from '@/components/ui/button-style'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { SkeletonRows } from '@/components/ui/skeleton'
import { controlStyle } from '@/components/ui/text-field'
import { useClusters } from '@/lib/queries/clusters'
import { ClusterTable } from './cluster-table'
import { StaleNote } from '@/components/ui/stale-note'

/** A list this long is worth a search field. */
const SEARCH_FROM = 8

export function ClusterList({ projectId }: { projectId: string }) {
  const { data, error, refetch, dataUpdatedAt } = useClusters(projectId)
  const [search, setSearch] = useState('')
  if (data === undefined) {
    return <Card>{error ? <ErrorState error={error} onRetry={() => void refetch()} what="The clusters" /> : <SkeletonRows rows={3} className="h-15" />}</Card>
  }
  if (data.clusters.length === 0) return <Card><NoClusters projectId={projectId} /></Card>
  const found = data.clusters.filter((cluster) => `${cluster.name} ${cluster.id}`.toLowerCase().includes(search.trim().toLowerCase()))
  return (
    <div className="space-y-3">
      {error && <StaleNote at={dataUpdatedAt} error={error} />}
      {data.clusters.length >= SEARCH_FROM && (
        <input
          type="search"
          aria-label="Search clusters"
          placeholder="Search by name or ID"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          className={`${controlStyle} max-w-72`}
        />
      )}
      <Card className="overflow-hidden">
        {found.length > 0 ? <ClusterTable clusters={found} /> : <p className="px-5 py-8 text-center text-sm text-soft">No cluster has “{search}” in its name.</p>}
      </Card>
    </div>
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
