'use client'
import { useEffect, useRef } from 'react'
import { useRequestForm, type RequestForm } from '@/components/ui/use-request-form'
import type { NewCluster, NewClusterInput, Refusal } from '@/lib/contracts/console-requests'
import { keepDraft, readDraft } from './form-draft'

export type NewClusterForm = RequestForm<NewClusterInput>

const schema = () => import('@/lib/contracts/console-requests').then((file) => file.NewCluster)

/** The form of a new cluster. What is typed is kept under `draft` until it has been used. */
export function useNewClusterForm(
  draft: string,
  initial: NewClusterInput,
  send: (cluster: NewCluster) => Promise<Refusal | undefined>,
): NewClusterForm {
  const form = useRequestForm({ schema, initial, hidden: ['projectId'], send })
  const restored = useRef(false)
  const { values, change } = form

  useEffect(() => {
    if (restored.current) return keepDraft(draft, values)
    restored.current = true
    change(readDraft(draft))
  }, [draft, values, change])
  return form
}
