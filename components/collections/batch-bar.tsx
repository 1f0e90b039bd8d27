import { Button } from '@/components/ui/button'
import { counted, wholeNumber } from '@/components/ui/number-format'
import type { Collection } from '@/lib/contracts/collections-api'
import type { Cluster } from '@/lib/contracts/console-api'
import { useLoadedOnSource } from '@/lib/queries/loaded-on-source'
import type { Place } from './load-run'
import type { useLoadRun } from './use-load-run'

type Props = {
  cluster: Cluster
  collections: Collection[]
  picked: Collection[]
  loads: ReturnType<typeof useLoadRun>
  refusal: string | null
  onDone: () => void
}

/** Load and Release of several collections: those that are chosen, those of the page, those that the source had loaded. */
export function BatchBar({ cluster, collections, picked, loads, refusal, onDone }: Props) {
  const migrated = cluster.migration?.role === 'target' && cluster.migration.stage === 'completed'
  const ofSource = useLoadedOnSource(cluster.id, migrated).data?.collections ?? []
  const loadable = (some: Collection[]) => some.filter((entry) => entry.loadState === 'not_loaded' && entry.loadBlocked === null)
  const why = loads.busy ? 'Wait until the run before has ended.' : refusal
  const start = (wish: 'load' | 'release', places: Place[]) => {
    loads.start(wish, places.map(({ database, name }) => ({ database, name })))
    onDone()
  }
  const onPage = loadable(collections)
  return (
    <div className="flex min-h-8.5 flex-wrap items-center gap-2 sm:ml-auto">
      {picked.length > 0 ? (
        <>
          <span className="figures text-sm text-soft">{counted(picked.length, 'collection')} chosen</span>
          <Button size="sm" disabledReason={why ?? (loadable(picked).length === 0 ? 'None of them can be loaded.' : null)} onClick={() => start('load', loadable(picked))}>
            Load chosen
          </Button>
          <Button
            size="sm"
            disabledReason={why ?? (picked.every(({ loadState }) => loadState === 'not_loaded') ? 'None of them is loaded.' : null)}
            onClick={() => start('release', picked.filter(({ loadState }) => loadState !== 'not_loaded'))}
          >
            Release chosen
          </Button>
        </>
      ) : (
        onPage.length > 1 && (
          <Button size="sm" disabledReason={why} onClick={() => start('load', onPage)}>
            Load all {onPage.length} on this page
          </Button>
        )
      )}
      {ofSource.length > 0 && (
        <Button size="sm" variant="primary" disabledReason={why} onClick={() => start('load', ofSource)}>
          Load all that were loaded on the source ({wholeNumber(ofSource.length)})
        </Button>
      )}
    </div>
  )
}
