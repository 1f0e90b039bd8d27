import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { keys } from '@/lib/queries/keys'
import type { CollectionActions } from './collection-actions'
import { BATCH, batchesOf, inState, newRun, withSteps, type LoadRun, type Place, type Wish } from './load-run'

const LOOK_EVERY_MS = 1_500

/** Loads or releases collections group by group and follows each until it is loaded. One run at a time. */
export function useLoadRun(clusterId: string, actions: Pick<CollectionActions, 'loadCollections' | 'releaseCollections' | 'readLoadStates'>) {
  const queries = useQueryClient()
  const [run, setRun] = useState<LoadRun | null>(null)
  const [asking, setAsking] = useState(false)
  const gone = useRef(false)
  useEffect(() => {
    gone.current = false
    return () => void (gone.current = true)
  }, [])

  const following = run?.wish === 'load' ? inState(run, 'asked').slice(0, BATCH) : []
  const followed = JSON.stringify(following)
  const { readLoadStates } = actions
  useEffect(() => {
    const collections = JSON.parse(followed) as Place[]
    if (collections.length === 0) return
    const timer = setInterval(async () => {
      if (document.hidden) return
      const result = await readLoadStates({ clusterId, collections })
      if (!result.ok) return
      const changes = result.data.states.map(({ state, progress, ...place }) => ({
        place,
        change: state === 'loaded' ? { state: 'done' as const, progress: 100 } : { progress },
      }))
      setRun((before) => before && withSteps(before, changes))
      void queries.invalidateQueries({ queryKey: keys.clusters.collections(clusterId) })
    }, LOOK_EVERY_MS)
    return () => clearInterval(timer)
  }, [followed, clusterId, readLoadStates, queries])

  async function ask(wish: Wish, places: readonly Place[]) {
    setAsking(true)
    const act = wish === 'load' ? actions.loadCollections : actions.releaseCollections
    for (const collections of batchesOf(places)) {
      if (gone.current) return
      const result = await act({ clusterId, collections })
      const outcomes = result.ok ? result.data.outcomes : collections.map((place) => ({ ...place, error: result.error.message }))
      const changes = outcomes.map(({ error, ...place }) => ({
        place,
        change: error === null ? { state: wish === 'load' ? ('asked' as const) : ('done' as const), error } : { state: 'failed' as const, error },
      }))
      setRun((before) => before && withSteps(before, changes))
      await queries.invalidateQueries({ queryKey: keys.clusters.collections(clusterId) })
    }
    setAsking(false)
  }

  return {
    run,
    busy: asking || following.length > 0,
    start(wish: Wish, places: readonly Place[]) {
      setRun(newRun(wish, places))
      void ask(wish, places)
    },
    retry() {
      if (run === null) return
      const failed = inState(run, 'failed')
      setRun(withSteps(run, failed.map((place) => ({ place, change: { state: 'waiting', error: null } }))))
      void ask(run.wish, failed)
    },
    close: () => setRun(null),
  }
}
