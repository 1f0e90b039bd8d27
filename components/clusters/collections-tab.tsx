'use client'
import { useQueryClient } from '@tanstack/react-query'
import { Layers } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Card, CardHeader } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { counted } from '@/components/ui/number-format'
import { SkeletonRows } from '@/components/ui/skeleton'
import { StaleNote } from '@/components/ui/stale-note'
import type { ClusterDetail, Collection } from '@/lib/contracts/console-api'
import { useCollections } from '@/lib/queries/collections'
import { keys } from '@/lib/queries/keys'
import { refusalOf } from '@/lib/permissions/matrix'
import type { ClusterActions } from './cluster-actions'
import { collectionKey, CollectionTable } from './collection-table'

type Props = { detail: ClusterDetail; actions: Pick<ClusterActions, 'loadCollection' | 'releaseCollection'> }

export function CollectionsTab({ detail: { cluster, permissions }, actions }: Props) {
  const { data, error, refetch, dataUpdatedAt } = useCollections(cluster.id)
  const queries = useQueryClient()
  const [problems, setProblems] = useState<Record<string, string>>({})
  const [asked, setAsked] = useState<ReadonlySet<string>>(new Set())
  const refusal = permissions.includes('collection.load') ? null : refusalOf('collection.load')

  async function change(act: ClusterActions['loadCollection'], collection: Collection) {
    const key = collectionKey(collection)
    setAsked((before) => new Set(before).add(key))
    const result = await act({ clusterId: cluster.id, database: collection.database, name: collection.name })
    setProblems((before) => ({ ...before, [key]: result.ok ? '' : result.error.message }))
    await queries.invalidateQueries({ queryKey: keys.clusters.collections(cluster.id) })
    setAsked((before) => new Set([...before].filter((other) => other !== key)))
  }

  if (data === undefined) {
    return <Card>{error ? <ErrorState error={error} onRetry={() => void refetch()} what="The collections" /> : <SkeletonRows rows={4} />}</Card>
  }
  const unloaded = data.collections.filter((entry) => entry.loadState === 'not_loaded' && entry.loadBlocked === null)
  return (
    <div className="space-y-3">
      {error && <StaleNote at={dataUpdatedAt} error={error} />}
      <Card className="overflow-hidden" aria-labelledby="collections-title">
        <CardHeader
          title={counted(data.collections.length, 'collection')}
          id="collections-title"
          actions={
            unloaded.length > 1 && (
              <Button size="sm" disabledReason={refusal} onClick={() => unloaded.forEach((entry) => void change(actions.loadCollection, entry))}>
                Load all {unloaded.length}
              </Button>
            )
          }
        />
        {data.collections.length === 0 ? (
          <EmptyState icon={<Layers />} title="No collection yet">
            Collections appear here as soon as an application creates them through the endpoint of this cluster.
          </EmptyState>
        ) : (
          <CollectionTable
            collections={data.collections}
            problems={problems}
            asked={asked}
            refusal={refusal}
            onLoad={(collection) => void change(actions.loadCollection, collection)}
            onRelease={(collection) => void change(actions.releaseCollection, collection)}
          />
        )}
      </Card>
    </div>
  )
}
