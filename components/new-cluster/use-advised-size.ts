'use client'
import { useEffect } from 'react'
import * as z from 'zod/mini'
import { smallestFit, type Vectors } from '@/lib/contracts/capacity'
import { useKept } from './use-kept'
import type { NewClusterForm } from './use-new-cluster-form'

/** Chooses the smallest CU size that holds the source's data, until the user has chosen one. */
export function useAdvisedSize(draft: string, { values, change }: NewClusterForm, vectors: Vectors | undefined): { onSizeChosen: () => void } {
  const [chosen, setChosen] = useKept(`${draft}:size-chosen`, z.boolean(), false)
  const advised = vectors === undefined || chosen ? null : smallestFit(vectors, values.plan ?? 'enterprise', values.cuType)
  useEffect(() => {
    if (advised !== null && advised !== values.cuSize) change({ cuSize: advised })
  }, [advised, change, values.cuSize])
  return { onSizeChosen: () => setChosen(true) }
}
