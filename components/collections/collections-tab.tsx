'use client'
import dynamic from 'next/dynamic'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { useCallback } from 'react'
import { Skeleton } from '@/components/ui/skeleton'
import { collectionListParams, collectionListQueryOf, type CollectionListQuery } from '@/lib/contracts/collection-list-query'
import { useCluster } from '@/lib/queries/cluster'
import type { CollectionActions } from './collection-actions'
import { CollectionList } from './collection-list'

const CollectionPanel = dynamic(() => import('./collection-panel').then((module) => module.CollectionPanel), {
  loading: () => <Skeleton className="h-96" />,
})

/** The list of a cluster's collections, or the one that the address names. */
export function CollectionsTab({ clusterId, actions }: { clusterId: string; actions: CollectionActions }) {
  const { data } = useCluster(clusterId)
  const params = useSearchParams()
  const path = usePathname()
  const router = useRouter()
  const query = collectionListQueryOf(params)
  const collection = params.get('collection')
  const listed = collectionListParams(query).toString()

  /** The address of the list, or of one of its collections. */
  const addressOf = useCallback(
    (change: Partial<CollectionListQuery>, open: Record<string, string> = {}) => {
      const next = collectionListParams({ ...collectionListQueryOf(new URLSearchParams(listed)), ...change })
      return `${path}?${new URLSearchParams([['tab', 'collections'], ...next, ...Object.entries(open)])}`
    },
    [path, listed],
  )
  const change = useCallback(
    (part: Partial<CollectionListQuery>) => router.replace(addressOf({ page: 1, ...part }), { scroll: false }),
    [router, addressOf],
  )

  if (data === undefined) return <Skeleton className="h-96" />
  if (collection !== null) {
    return (
      <CollectionPanel
        key={`${query.database}/${collection}`}
        detail={data}
        place={{ database: query.database, name: collection }}
        actions={actions}
        view={params.get('view') ?? 'schema'}
        backTo={addressOf({})}
        onView={(view) => router.replace(addressOf({}, view === 'schema' ? { collection } : { collection, view }), { scroll: false })}
      />
    )
  }
  return <CollectionList detail={data} query={query} onChange={change} addressOf={({ name, database }) => addressOf({ database }, { collection: name })} actions={actions} />
}
