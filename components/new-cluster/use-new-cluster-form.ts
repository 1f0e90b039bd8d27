'use client'
import { useEffect, useRef } from 'react'
import { useForm, useWatch, type UseFormReturn } from 'react-hook-form'
import { requestResolver } from '@/components/ui/request-resolver'
import type { ActionResult, NewCluster, NewClusterInput } from '@/lib/contracts/console-requests'
import { keepDraft, readDraft } from './form-draft'

export type NewClusterFormState = {
  form: UseFormReturn<NewClusterInput, unknown, NewCluster>
  values: NewClusterInput
  /** Puts a refusal at the field that it names, else under `root`. */
  refuse: (error: Extract<ActionResult<unknown>, { ok: false }>['error']) => void
}

const resolver = requestResolver(() => import('@/lib/contracts/console-requests').then((file) => file.NewCluster))

/** The form of a new cluster. What is typed is kept under `draft` until it has been used. */
export function useNewClusterForm(draft: string, defaults: NewClusterInput): NewClusterFormState {
  const form = useForm<NewClusterInput, unknown, NewCluster>({ resolver, defaultValues: defaults })
  const values = useWatch({ control: form.control }) as NewClusterInput
  const restored = useRef(false)

  useEffect(() => {
    if (!restored.current) {
      restored.current = true
      form.reset({ ...defaults, ...readDraft(draft), projectId: defaults.projectId })
      return
    }
    keepDraft(draft, values)
  }, [draft, defaults, form, values])

  function refuse({ field: path, message, code }: { field?: string; message: string; code: string }) {
    // A dotted path of the action's input, for example `target.name`.
    const field = path?.split('.').at(-1)
    const known = field !== undefined && field in form.getValues()
    form.setError(known ? (field as keyof NewClusterInput) : 'root', { type: code, message }, { shouldFocus: known })
  }
  return { form, values, refuse }
}
